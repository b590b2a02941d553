import type { Host } from './host.ts';

/** A language whose executable is found on the machine, and how. */
export interface Toolchain {
  /** For messages, such as `Node.js`. */
  readonly title: string;
  /** Names on PATH, without ending, best first; `wanted` is `24` or `3.11`. */
  names(wanted: string): readonly string[];
  versionFolders(host: Host): readonly VersionFolders[];
  /** Files where a version lies by convention; which one it is is still asked. */
  files(host: Host, wanted: string): readonly KnownFile[];
  /** Arguments with which an executable tells its version and its real path. */
  readonly probe: readonly string[];
  /** Where it answers them; standard output where this says nothing. */
  readonly answersOn?: 'stderr';
  /** Reads what the probe printed; of several versions that one executable runs, the one that fits `wanted`. */
  parse(output: string, wanted: string): Executable | undefined;
}

/** A folder of a version manager that keeps each version in a folder named by it. */
export interface VersionFolders {
  /** For messages. */
  readonly manager: string;
  readonly folder: string;
  /** Finds the version in a folder's name, as the group `version`. */
  readonly pattern: RegExp;
  /** The executable within a version's folder. */
  readonly executable: (wanted: string) => string;
}

export interface KnownFile {
  readonly manager: string;
  readonly file: string;
}

export interface Executable {
  /** Absolute; what shims and launchers end up running. */
  readonly path: string;
  /** Such as `24.21.0`. */
  readonly version: string;
}

/** Whether `24.21.0` is a 24, or `3.11.7` a 3.11. */
export function isVersion(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}
