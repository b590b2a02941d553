import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since boot: with the pid it names one process, even when pids are used again. */
  readonly started: string;
  readonly command: string;
}

/** Marks every process that inherits a window's environment. */
export const windowVariable = 'LAMBDA_WORKBENCH_WINDOW';

/**
 * Call before a window is closed; call the answer after, and it resolves to what still runs of the window's processes after a grace.
 * They are ended then. Knows Linux only; elsewhere it finds nothing.
 */
export function watchLeftovers(serverPid: number, windowId: string): (graceMs: number) => Promise<string[]> {
  const before = descendants(serverPid);
  return async (graceMs) => {
    const deadline = performance.now() + graceMs;
    for (;;) {
      const left = stillRunning(before, windowId);
      if (left.length === 0) return [];
      if (performance.now() > deadline) return left.map((leftover) => end(leftover));
      await pause(50);
    }
  };
}

function end({ pid, command }: RunningProcess): string {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself just now.
  }
  return `${String(pid)} ${command}`;
}

function stillRunning(before: readonly RunningProcess[], windowId: string): RunningProcess[] {
  const known = new Set(before.map((process) => `${String(process.pid)} ${process.started}`));
  return running().filter((process) => known.has(`${String(process.pid)} ${process.started}`) || belongsTo(process, windowId));
}

function belongsTo({ pid }: RunningProcess, windowId: string): boolean {
  return pid !== process.pid && read(`/proc/${String(pid)}/environ`).split('\0').includes(`${windowVariable}=${windowId}`);
}

function descendants(ancestor: number): RunningProcess[] {
  const all = running();
  const found: RunningProcess[] = [];
  for (let parents = new Set([ancestor]); parents.size > 0; ) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

function running(): RunningProcess[] {
  if (!existsSync('/proc/self/stat')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => describe(Number(pid)) ?? []);
}

/** See proc_pid_stat(5): after the command, in parentheses, come state, parent and, as the 22nd field in all, the start. */
function describe(pid: number): RunningProcess | undefined {
  const stat = read(`/proc/${String(pid)}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields;
  if (state === undefined || parent === undefined || state === 'Z' || state === 'X') return undefined;
  const command = read(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ').trim();
  return { pid, parent: Number(parent), started: fields[19] ?? '', command };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
