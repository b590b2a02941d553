import { spawn } from 'node:child_process';

export interface ProcessTree {
  /** Asks the whole tree to end (SIGTERM; Windows has no such thing and ends it). */
  terminate(pid: number): void;
  /** Ends the whole tree at once. */
  kill(pid: number): void;
}

/** Children are group leaders on POSIX (spawned detached), so a negative pid reaches all that they started. */
export function processTreeOf(platform: NodeJS.Platform): ProcessTree {
  return platform === 'win32' ? windowsTree : posixTree;
}

const posixTree: ProcessTree = {
  terminate: (pid) => signalGroup(pid, 'SIGTERM'),
  kill: (pid) => signalGroup(pid, 'SIGKILL'),
};

const windowsTree: ProcessTree = {
  terminate: (pid) => endWindowsTree(pid),
  kill: (pid) => endWindowsTree(pid),
};

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function endWindowsTree(pid: number): void {
  // It fails where the tree has ended already, which is what was wanted.
  spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {});
}
