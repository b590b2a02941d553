import type { RuntimeFamily, RuntimeName } from '../../lambda/runtimes.ts';
import type { RuntimePlaces } from './launchPlan.ts';
import type { Host } from './toolchain/host.ts';

/** PATH and LD_LIBRARY_PATH of a handler, with what the system needs to run programs at all; nothing else of the host's environment. */
export function systemVariables({ task, opt }: RuntimePlaces, host: Host, executableFolder?: string): Record<string, string> {
  const { traits, variable } = host;
  const system = traits.systemFolders(variable);
  // Where the executable is the system's own, its folder comes last with the others: layers bring programs of their own.
  const own = executableFolder === undefined || system.includes(executableFolder) ? [] : [executableFolder];
  const path = [...own, traits.path.join(opt.inside, 'bin'), ...system];
  const libraries = [task.inside, traits.path.join(task.inside, 'lib'), traits.path.join(opt.inside, 'lib')];
  return {
    ...traits.requiredVariables(variable),
    PATH: joined(host, path),
    ...(!traits.windows && { LD_LIBRARY_PATH: joined(host, libraries) }),
  };
}

/** Where the languages of a runtime look for libraries, by variable: the function's and the layers', as on Lambda. */
export function libraryFolders(runtime: RuntimeName, places: RuntimePlaces, host: Host): Readonly<Record<string, readonly string[]>> {
  return byFamily[runtime.family]?.(runtime.version, places, (...names) => host.traits.path.join(...names)) ?? {};
}

/** The same as variables. */
export function libraryVariables(runtime: RuntimeName, places: RuntimePlaces, host: Host): Record<string, string> {
  return Object.fromEntries(
    Object.entries(libraryFolders(runtime, places, host)).map(([variable, folders]) => [variable, joined(host, folders)]),
  );
}

export function joined(host: Host, folders: readonly string[]): string {
  return [...new Set(folders)].join(host.traits.path.delimiter);
}

type Folders = (version: string, places: RuntimePlaces, join: (...names: string[]) => string) => Record<string, readonly string[]>;

/** Source: AWS Lambda Developer Guide, "Layer paths for each Lambda runtime". */
const byFamily: Readonly<Partial<Record<RuntimeFamily, Folders>>> = {
  nodejs: (version, { task, opt }, join) => ({
    NODE_PATH: [join(opt.inside, 'nodejs', `node${version}`, 'node_modules'), join(opt.inside, 'nodejs', 'node_modules'), task.inside],
  }),
  python: (version, { opt }, join) => ({
    PYTHONPATH: [join(opt.inside, 'python', 'lib', `python${version}`, 'site-packages'), join(opt.inside, 'python')],
  }),
  ruby: (version, { task, opt }, join) => ({
    RUBYLIB: [task.inside, join(opt.inside, 'ruby', 'lib')],
    GEM_PATH: [join(task.inside, 'vendor', 'bundle', 'ruby', `${version}.0`), join(opt.inside, 'ruby', 'gems', `${version}.0`)],
  }),
};
