import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type HostEnvironment, type PlatformTraits, type ReadVariable, traitsOf, variableReader } from '../platformTraits.ts';

/** The machine, as the search for executables sees it. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
  readonly traits: PlatformTraits;
  readonly home: string;
  readonly variable: ReadVariable;
  /** The Node.js that runs the service itself, where it is a plain one. */
  readonly ownNode?: string;
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined where there is no executable file; changes when the file does. */
  stamp(file: string): Promise<string | undefined>;
  /** What it prints, on standard output unless told otherwise. Rejects where it fails, or takes longer than a few seconds. */
  run(file: string, args: readonly string[], stream?: 'stdout' | 'stderr'): Promise<string>;
}

export interface HostOptions {
  readonly platform: NodeJS.Platform;
  /** That of this process, unless given. */
  readonly architecture?: NodeJS.Architecture;
  readonly environment: HostEnvironment;
  readonly home: string;
  /** The Node.js that runs the service itself, where it is a plain one (and no Electron): looked at last. */
  readonly ownNode?: string;
}

const probeTimeoutMs = 10_000;

export function createHost({ platform, architecture = process.arch, environment, home, ownNode }: HostOptions): Host {
  const traits = traitsOf(platform);
  return {
    platform,
    architecture,
    traits,
    home,
    ...(ownNode !== undefined && { ownNode }),
    variable: variableReader(platform, environment),
    list: (folder) => readdir(folder).catch(() => []),
    async stamp(file) {
      const status = await stat(file).catch(() => undefined);
      const executable = status?.isFile() === true && (traits.windows || (status.mode & 0o111) !== 0);
      return executable ? `${status.mtimeMs}:${status.size}` : undefined;
    },
    async run(file, args, stream = 'stdout') {
      // Batch files run in a shell only; the arguments of probes hold nothing that a shell would read.
      const shell = /\.(cmd|bat)$/i.test(file);
      const options = { cwd: home, env: environment, timeout: probeTimeoutMs, windowsHide: true, shell };
      const running = promisify(execFile)(shell ? `"${file}"` : file, args, options);
      running.child.stdin?.end();
      return (await running)[stream];
    },
  };
}
