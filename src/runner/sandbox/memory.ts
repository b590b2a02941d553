import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process in bytes. */
export interface MemoryUse {
  readonly resident: number;
  readonly peak: number;
}

export interface MemoryMeter {
  /** Cheap and at once, where the system allows; undefined where only `sample` knows, or the process is gone. */
  peek(pid: number): MemoryUse | undefined;
  /** Resident bytes by pid; processes that are gone are left out. */
  sample(pids: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

export function memoryMeterOf(platform: NodeJS.Platform): MemoryMeter {
  if (platform === 'linux') return linuxMeter;
  return commandMeter(platform === 'win32' ? tasklist : ps);
}

const linuxMeter: MemoryMeter = {
  peek: (pid) => parseProcStatus(readProcStatus(pid)),
  sample(pids) {
    const found = new Map<number, number>();
    for (const pid of pids) {
      const use = this.peek(pid);
      if (use !== undefined) found.set(pid, use.resident);
    }
    return Promise.resolve(found);
  },
};

function readProcStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
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

interface MeterCommand {
  readonly command: string;
  args(pids: readonly number[]): string[];
  parse(output: string): Map<number, number>;
}

/** `ps` prints lines of pid and resident kB. */
export const ps: MeterCommand = {
  command: 'ps',
  args: (pids) => ['-o', 'pid=,rss=', '-p', pids.join(',')],
  parse: (output) => new Map(output.trim().split('\n').map(parsePsLine)),
};

function parsePsLine(line: string): [number, number] {
  const [pid, kilobytes] = line.trim().split(/\s+/).map(Number);
  return [pid ?? 0, (kilobytes ?? 0) * 1024];
}

/** `tasklist` prints CSV lines whose second field is the pid and whose fifth is the working set, as `12,345 K` in the user's locale. */
export const tasklist: MeterCommand = {
  command: 'tasklist',
  args: () => ['/FO', 'CSV', '/NH'],
  parse(output) {
    const found = new Map<number, number>();
    for (const line of output.split(/\r?\n/)) {
      const fields = line.split('","');
      const kilobytes = Number((fields[4] ?? '').replace(/\D/g, ''));
      if (fields[1] !== undefined) found.set(Number(fields[1]), kilobytes * 1024);
    }
    return found;
  },
};

function commandMeter(meter: MeterCommand): MemoryMeter {
  return {
    peek: () => undefined,
    sample: (pids) =>
      new Promise((resolve) => {
        execFile(meter.command, meter.args(pids), { windowsHide: true }, (_error, output) => {
          const all = meter.parse(output);
          resolve(new Map([...all].filter(([pid]) => pids.includes(pid))));
        });
      }),
  };
}
