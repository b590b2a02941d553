import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { libraryFolders, libraryVariables, systemVariables } from './searchPaths.ts';
import { pythonToolchain } from './toolchain/pythonToolchain.ts';

/** A client of our own, on the standard library. */
export function pythonPlanner({ host, finder }: PlannerContext): RuntimePlanner {
  const { path } = host.traits;

  return async (_version, runtime, places) => {
    const { assets, cache } = places;
    const folder = path.join(assets.inside, 'python');
    const python = await finder.find(pythonToolchain, runtime);
    const { PYTHONPATH: layers = [] } = libraryFolders(runtime, places, host);
    const compiled = cache === undefined ? '' : path.join(cache.inside, 'python');
    return {
      command: python.path,
      // Unbuffered, and UTF-8 whatever the host's locale is.
      args: ['-u', '-X', 'utf8', path.join(folder, 'bootstrap.py'), compiled, ...layers],
      variables: {
        ...systemVariables(places, host, path.dirname(python.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: folder,
        ...libraryVariables(runtime, places, host),
      },
      toolchain: [path.dirname(path.dirname(python.path))],
    };
  };
}
