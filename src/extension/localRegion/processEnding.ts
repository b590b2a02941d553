/** What is needed of a child process in order to end it. */
export interface EndableProcess {
  readonly pid?: number | undefined;
  readonly stdin: { end(): void } | null;
  kill(signal: 'SIGTERM' | 'SIGKILL'): boolean;
}

export interface ProcessEnding {
  /** Asks it to end with all that it started. */
  ask(child: EndableProcess): void;
  /** Ends it without asking. */
  force(child: EndableProcess): void;
}

/**
 * The Local region ends when its input closes, on every system. A signal says it as well where signals exist;
 * on Windows `kill` would be the end at once, without a chance to stop the environments.
 */
export function processEnding(platform: NodeJS.Platform, run: (command: string, args: readonly string[]) => void): ProcessEnding {
  if (platform === 'win32') {
    return {
      ask: (child) => child.stdin?.end(),
      force: (child) => {
        if (child.pid !== undefined) run('taskkill', ['/pid', String(child.pid), '/T', '/F']);
      },
    };
  }
  return {
    ask: (child) => {
      child.stdin?.end();
      child.kill('SIGTERM');
    },
    force: (child) => child.kill('SIGKILL'),
  };
}
