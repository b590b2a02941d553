import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import { nodeFlags } from './nodeFlags.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { joined, layerFolders, systemVariables } from './searchPaths.ts';
import { nodeToolchain } from './toolchain/nodeToolchain.ts';

/** AWS's own client, preloaded with the shim that gives it what it lacks here. */
export function nodejsPlanner({ host, finder, assets, cache }: PlannerContext): RuntimePlanner {
  const { path, windows } = host.traits;
  const folder = path.join(assets, 'nodejs');
  const shimOf = (version: FunctionVersion): string => {
    const shim = pathToFileURL(path.join(folder, 'shim.mjs'), { windows });
    if (cache !== undefined) shim.searchParams.set('cache', path.join(cache, 'nodejs'));
    for (const layer of layerFolders(version, host)) shim.searchParams.append('layer', layer);
    return shim.href;
  };

  return async (version, runtime) => {
    const [node, typescript] = await Promise.all([finder.find(nodeToolchain, runtime), isTypescript(version, path)]);
    const flags = nodeFlags(node.version, version.settings, typescript);
    if (flags === undefined) {
      throw new CodedError(
        'RUNTIME_UNSUPPORTED',
        `The handler ${version.settings.Handler} is TypeScript, which ${runtime.name} on Node.js ${node.version} (${node.path}) ` +
          'does not load: use Node.js 22.6 or later, or build the handler to JavaScript.',
        { details: { runtime: runtime.name, executable: node.path } },
      );
    }
    const modules = [
      ...layerFolders(version, host, 'nodejs', `node${runtime.version}`, 'node_modules'),
      ...layerFolders(version, host, 'nodejs', 'node_modules'),
      version.code.path,
    ];
    return {
      command: node.path,
      args: [...flags, '--import', shimOf(version), path.join(folder, 'index.mjs')],
      variables: {
        ...systemVariables(version, host, path.dirname(node.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: folder,
        NODE_PATH: joined(host, modules),
      },
    };
  };
}

/** Whether the handler's module is there as TypeScript only. */
async function isTypescript({ code, settings }: FunctionVersion, path: PlannerContext['host']['traits']['path']): Promise<boolean> {
  const module = path.join(code.path, settings.Handler.replace(/\.[^/]*$/, ''));
  const isFile = async (file: string) => (await stat(file).catch(() => undefined))?.isFile() === true;
  const anyOf = async (endings: readonly string[]) => (await Promise.all(endings.map((ending) => isFile(module + ending)))).includes(true);
  return !(await anyOf(['.js', '', '.mjs', '.cjs'])) && (await anyOf(['.ts', '.mts', '.cts']));
}
