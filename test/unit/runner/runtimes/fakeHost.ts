import { type HostEnvironment, traitsOf, variableReader } from '../../../../src/runner/runtimes/platformTraits.ts';
import type { Host } from '../../../../src/runner/runtimes/toolchain/host.ts';

export interface FakeHost extends Host {
  /** Executables that were asked for their version, in order. */
  readonly asked: string[];
}

/** A machine of any system: `files` tells what each executable prints when it is asked, or undefined where it fails. */
export function fakeHost(
  platform: NodeJS.Platform,
  files: Record<string, string | undefined>,
  environment: HostEnvironment = {},
  ownNode?: string,
): FakeHost {
  const traits = traitsOf(platform);
  const asked: string[] = [];
  return {
    platform,
    architecture: 'x64',
    traits,
    home: traits.windows ? 'C:\\Users\\me' : '/home/me',
    ...(ownNode !== undefined && { ownNode }),
    asked,
    variable: variableReader(platform, environment),
    async list(folder) {
      const inside = Object.keys(files).filter((file) => file.startsWith(folder + traits.path.sep));
      return [...new Set(inside.map((file) => file.slice(folder.length + 1).split(traits.path.sep)[0] ?? ''))];
    },
    stamp: async (file) => (file in files ? `of ${files[file]}` : undefined),
    async run(file, _args, stream = 'stdout') {
      asked.push(file);
      const output = files[file];
      if (output === undefined) throw new Error(`${file} exited with 1`);
      // Java tells it on standard error.
      const told = output.startsWith('Property settings:') ? 'stderr' : 'stdout';
      return stream === told ? `${output}\n` : '\n';
    },
  };
}
