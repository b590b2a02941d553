import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { RuntimePlaces } from './launchPlan.ts';
import { nodeFlags } from './nodeFlags.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { libraryVariables, systemVariables } from './searchPaths.ts';
import { nodeToolchain } from './toolchain/nodeToolchain.ts';
import { workspaceEsbuild } from './workspaceEsbuild.ts';

/** AWS's own client, preloaded with the shim that gives it what it lacks here. */
export function nodejsPlanner({ host, finder }: PlannerContext): RuntimePlanner {
  const { path, windows } = host.traits;
  const shimOf = ({ opt, assets, cache }: RuntimePlaces, esbuild: string | undefined): string => {
    const shim = pathToFileURL(path.join(assets.inside, 'nodejs', 'shim.mjs'), { windows });
    if (cache !== undefined) shim.searchParams.set('cache', path.join(cache.inside, 'nodejs'));
    shim.searchParams.set('layers', opt.inside);
    if (esbuild !== undefined) shim.searchParams.set('esbuild', esbuild);
    return shim.href;
  };

  return async (version, runtime, places) => {
    const { task } = places;
    const folder = path.join(places.assets.inside, 'nodejs');
    const [node, typescript] = await Promise.all([finder.find(nodeToolchain, runtime), isTypescript(version, task.host, path)]);
    const native = nodeFlags(node.version, version.settings, typescript);
    const esbuild = native === undefined ? await workspaceEsbuild(task.host, path) : undefined;
    const flags = esbuild === undefined ? native : nodeFlags(node.version, version.settings, false);
    if (flags === undefined) {
      throw new CodedError(
        'RUNTIME_UNSUPPORTED',
        `The handler ${version.settings.Handler} is TypeScript, which ${runtime.name} on Node.js ${node.version} (${node.path}) ` +
          'does not load: use Node.js 22.6 or later, install esbuild in the workspace (npm install --save-dev esbuild), ' +
          'or build the handler to JavaScript.',
        { details: { runtime: runtime.name, executable: node.path } },
      );
    }
    return {
      command: node.path,
      args: [...flags, '--import', shimOf(places, esbuild), path.join(folder, 'index.mjs')],
      variables: {
        ...systemVariables(places, host, path.dirname(node.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: folder,
        ...libraryVariables(runtime, places, host),
      },
      // Of esbuild the packages beside it are needed too: its program is one.
      toolchain: [path.dirname(path.dirname(node.path)), ...(esbuild === undefined ? [] : [path.join(path.dirname(esbuild), '..', '..')])],
    };
  };
}

/** Whether the handler's module is there as TypeScript only. */
async function isTypescript({ settings }: FunctionVersion, folder: string, path: PlannerContext['host']['traits']['path']): Promise<boolean> {
  const module = path.join(folder, settings.Handler.replace(/\.[^/]*$/, ''));
  const isFile = async (file: string) => (await stat(file).catch(() => undefined))?.isFile() === true;
  const anyOf = async (endings: readonly string[]) => (await Promise.all(endings.map((ending) => isFile(module + ending)))).includes(true);
  return !(await anyOf(['.js', '', '.mjs', '.cjs'])) && (await anyOf(['.ts', '.mts', '.cts']));
}
