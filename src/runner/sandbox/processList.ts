/** One process as a system's command lists it; memory in bytes. */
export interface ListedProcess {
  readonly pid: number;
  /** Zero where the command does not tell. */
  readonly parent: number;
  readonly resident: number;
}

/** A command that lists all processes of the machine. */
export interface ProcessList {
  readonly command: string;
  readonly args: readonly string[];
  /** Undefined for a line that lists none. */
  parseLine(line: string): ListedProcess | undefined;
}

/** `ps` prints lines of pid, parent and resident kB. */
export const ps: ProcessList = {
  command: 'ps',
  args: ['-axo', 'pid=,ppid=,rss='],
  parseLine(line) {
    const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number);
    return pid === undefined || parent === undefined || kilobytes === undefined ? undefined : { pid, parent, resident: kilobytes * 1024 };
  },
};

/**
 * `tasklist` prints CSV lines whose second field is the pid and whose fifth is the working set, as `12,345 K` in the user's locale. It
 * tells no parents: on Windows a tree's memory is that of its root.
 */
export const tasklist: ProcessList = {
  command: 'tasklist',
  args: ['/FO', 'CSV', '/NH'],
  parseLine(line) {
    const fields = line.split('","');
    if (fields[1] === undefined) return undefined;
    return { pid: Number(fields[1]), parent: 0, resident: Number((fields[4] ?? '').replace(/\D/g, '')) * 1024 };
  },
};

export function parseProcessList(list: ProcessList, output: string): readonly ListedProcess[] {
  return output.split(/\r?\n/).flatMap((line) => list.parseLine(line) ?? []);
}

/** Resident bytes of the trees with these roots; roots that are not listed are left out. */
export function treeSums(processes: readonly ListedProcess[], roots: readonly number[]): Map<number, number> {
  const byPid = new Map(processes.map((listed) => [listed.pid, listed]));
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const sums = new Map<number, number>();
  for (const root of roots) {
    const listed = byPid.get(root);
    if (listed === undefined) continue;
    const seen = new Set<number>();
    const left = [listed];
    let sum = 0;
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (seen.has(next.pid)) continue;
      seen.add(next.pid);
      sum += next.resident;
      left.push(...(children.get(next.pid) ?? []));
    }
    sums.set(root, sum);
  }
  return sums;
}
