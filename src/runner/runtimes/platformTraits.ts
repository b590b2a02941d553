import { posix, win32, type PlatformPath } from 'node:path';

/** What differs between systems where a runtime is found and started. */
export interface PlatformTraits {
  readonly windows: boolean;
  readonly path: PlatformPath;
  /** Endings of executable files, in the order of search. */
  readonly executableEndings: readonly string[];
  /** Folders of the system's own programs, for a handler's PATH. */
  systemFolders(variable: ReadVariable): readonly string[];
  /** Variables without which programs do not start at all. */
  requiredVariables(variable: ReadVariable): Readonly<Record<string, string>>;
}

export type HostEnvironment = Readonly<Record<string, string | undefined>>;
/** Reads a variable of the host; undefined where it is missing or empty. */
export type ReadVariable = (name: string) => string | undefined;

const unixTraits: PlatformTraits = {
  windows: false,
  path: posix,
  executableEndings: [''],
  systemFolders: () => ['/usr/local/bin', '/usr/bin', '/bin'],
  requiredVariables: () => ({}),
};

const windowsTraits: PlatformTraits = {
  windows: true,
  path: win32,
  executableEndings: ['.exe', '.cmd'],
  systemFolders(variable) {
    const root = systemRoot(variable);
    return [win32.join(root, 'System32'), root, win32.join(root, 'System32', 'Wbem')];
  },
  // Sockets need SystemRoot; `shell: true` needs ComSpec, and PATHEXT to find programs.
  requiredVariables(variable) {
    const root = systemRoot(variable);
    return {
      SystemRoot: root,
      ComSpec: variable('ComSpec') ?? win32.join(root, 'System32', 'cmd.exe'),
      PATHEXT: variable('PATHEXT') ?? '.COM;.EXE;.BAT;.CMD',
    };
  },
};

export function traitsOf(platform: NodeJS.Platform): PlatformTraits {
  return platform === 'win32' ? windowsTraits : unixTraits;
}

/** On Windows names of variables differ by spelling only (`Path`, `PATH`). */
export function variableReader(platform: NodeJS.Platform, environment: HostEnvironment): ReadVariable {
  if (platform !== 'win32') return (name) => environment[name] || undefined;
  const byName = new Map(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name.toLowerCase()) || undefined;
}

function systemRoot(variable: ReadVariable): string {
  return variable('SystemRoot') ?? 'C:\\Windows';
}
