import { spawn } from 'node:child_process';

export interface ProcessTree {
  /** Ends the whole tree at once. */
  kill(pid: number): void;
  /** Stops the whole tree until `thaw`; nothing on Windows, which has no way for it. */
  freeze(pid: number): void;
  thaw(pid: number): void;
}

/** Children are group leaders on POSIX (spawned detached), so a negative pid reaches all that they started. */
export function processTreeOf(platform: NodeJS.Platform): ProcessTree {
  return platform === 'win32' ? windowsTree : posixTree;
}

const posixTree: ProcessTree = {
  kill: (pid) => signalGroup(pid, 'SIGKILL'),
  freeze: (pid) => signalGroup(pid, 'SIGSTOP'),
  thaw: (pid) => signalGroup(pid, 'SIGCONT'),
};

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

const windowsTree: ProcessTree = {
  kill(pid) {
    // It fails where the tree has ended already, which is what was wanted.
    spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {});
  },
  freeze() {},
  thaw() {},
};
