import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseProcessList, type ProcessList, ps, tasklist, treeSums } from './processList.ts';

/** Memory in bytes. */
export interface MemoryUse {
  readonly resident: number;
  /** The most there was at any time, as far as the system tells; at least `resident`. */
  readonly peak: number;
}

/** Reads the memory of whole process trees: of processes and all that they started, as far as those are still their descendants. */
export interface MemoryMeter {
  /** Whether `sample` starts no program, and may be asked often. */
  readonly isCheap: boolean;
  /**
   * Of one environment's trees together: cheap and at once, where the system allows (Linux; about 0.1 ms a process); undefined where only
   * `sample` knows, or none of them is there.
   */
  peek(pids: readonly number[]): MemoryUse | undefined;
  /** Resident bytes of each tree by its root; those that are gone are left out. */
  sample(pids: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

export function memoryMeterOf(platform: NodeJS.Platform): MemoryMeter {
  if (platform === 'linux') return linuxMeter;
  return commandMeter(platform === 'win32' ? tasklist : ps);
}

/** Of hundreds, these many are looked at before others have their turn. */
const looksAtOnce = 20;

const linuxMeter: MemoryMeter = {
  isCheap: true,
  peek: peekTrees,
  async sample(pids) {
    const found = new Map<number, number>();
    for (const [index, pid] of pids.entries()) {
      if (index > 0 && index % looksAtOnce === 0) await setImmediate();
      const use = peekTrees([pid]);
      if (use !== undefined) found.set(pid, use.resident);
    }
    return found;
  },
};

function peekTrees(pids: readonly number[]): MemoryUse | undefined {
  const seen = new Set<number>();
  let resident = 0;
  let peak = 0;
  const left = [...pids];
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    if (seen.has(pid)) continue;
    seen.add(pid);
    const use = parseProcStatus(read(`/proc/${pid}/status`));
    if (use === undefined) continue;
    resident += use.resident;
    // Peaks of several need not have been at once, but the greatest of them was.
    peak = Math.max(peak, use.peak);
    left.push(...childrenOf(pid));
  }
  return resident === 0 ? undefined : { resident, peak: Math.max(resident, peak) };
}

/** A process's children are listed by the thread that started them. */
function childrenOf(pid: number): readonly number[] {
  return tasksOf(pid).flatMap((task) => {
    const children = read(`/proc/${pid}/task/${task}/children`).trim();
    return children === '' ? [] : children.split(' ').map(Number);
  });
}

function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Reads `/proc/PID/status`, whose figures are in kB. */
export function parseProcStatus(status: string): MemoryUse | undefined {
  const kilobytes = (field: string): number | undefined => {
    const start = status.indexOf(`${field}:`);
    return start < 0 ? undefined : Number.parseInt(status.slice(start + field.length + 1), 10);
  };
  const resident = kilobytes('VmRSS');
  if (resident === undefined) return undefined;
  return { resident: resident * 1024, peak: (kilobytes('VmHWM') ?? resident) * 1024 };
}

function commandMeter(list: ProcessList): MemoryMeter {
  return {
    isCheap: false,
    peek: () => undefined,
    sample: (pids) =>
      new Promise((resolve) => {
        execFile(list.command, [...list.args], { windowsHide: true, maxBuffer: 64 * 1024 * 1024 }, (_error, output) => {
          resolve(treeSums(parseProcessList(list, output), pids));
        });
      }),
  };
}
