export interface LaunchFlags {
  readonly workspace: string;
  readonly extension: string;
  readonly tests: string;
  readonly trust: 'asked' | 'given';
}

/** What desktop VS Code would be told on its command line; flags that only a desktop has are passed over. */
export function readFlags(args: readonly string[]): LaunchFlags {
  const value = (flag: string): string | undefined => args.find((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3);
  const required = (found: string | undefined, what: string): string => {
    if (found === undefined) throw new Error(`Missing: ${what}`);
    return found;
  };
  return {
    workspace: required(
      args.find((arg) => !arg.startsWith('--')),
      'the folder to open',
    ),
    extension: required(value('extensionDevelopmentPath'), '--extensionDevelopmentPath'),
    tests: required(value('extensionTestsPath'), '--extensionTestsPath'),
    trust: args.includes('--disable-workspace-trust') ? 'given' : 'asked',
  };
}
