import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Host } from './toolchain/host.ts';

/** The layers' folders as search paths: a later layer covers an earlier one, so it comes first. */
export function layerFolders(version: FunctionVersion, host: Host, ...inner: readonly string[]): readonly string[] {
  return version.layers.toReversed().map((layer) => host.traits.path.join(layer, ...inner));
}

/** PATH and LD_LIBRARY_PATH of a handler, with what the system needs to run programs at all; nothing else of the host's environment. */
export function systemVariables(version: FunctionVersion, host: Host, executableFolder?: string): Record<string, string> {
  const { traits, variable } = host;
  const system = traits.systemFolders(variable);
  // Where the executable is the system's own, its folder comes last with the others: layers bring programs of their own.
  const own = executableFolder === undefined || system.includes(executableFolder) ? [] : [executableFolder];
  const path = [...own, ...layerFolders(version, host, 'bin'), ...system];
  const libraries = [version.code.path, traits.path.join(version.code.path, 'lib'), ...layerFolders(version, host, 'lib')];
  return {
    ...traits.requiredVariables(variable),
    PATH: joined(host, path),
    ...(!traits.windows && { LD_LIBRARY_PATH: joined(host, libraries) }),
  };
}

export function joined(host: Host, folders: readonly string[]): string {
  return [...new Set(folders)].join(host.traits.path.delimiter);
}
