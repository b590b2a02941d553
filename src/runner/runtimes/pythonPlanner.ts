import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { joined, layerFolders, systemVariables } from './searchPaths.ts';
import { pythonToolchain } from './toolchain/pythonToolchain.ts';

/** A client of our own, on the standard library. */
export function pythonPlanner({ host, finder, assets, cache }: PlannerContext): RuntimePlanner {
  const { path } = host.traits;
  const folder = path.join(assets, 'python');

  return async (version, runtime) => {
    const python = await finder.find(pythonToolchain, runtime);
    const layers = [
      ...layerFolders(version, host, 'python', 'lib', `python${runtime.version}`, 'site-packages'),
      ...layerFolders(version, host, 'python'),
    ];
    return {
      command: python.path,
      // Unbuffered, and UTF-8 whatever the host's locale is.
      args: ['-u', '-X', 'utf8', path.join(folder, 'bootstrap.py'), cache === undefined ? '' : path.join(cache, 'python'), ...layers],
      variables: {
        ...systemVariables(version, host, path.dirname(python.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: folder,
        PYTHONPATH: joined(host, layers),
      },
    };
  };
}
