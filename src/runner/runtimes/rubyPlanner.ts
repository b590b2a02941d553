import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { libraryVariables, systemVariables } from './searchPaths.ts';
import { rubyToolchain } from './toolchain/rubyToolchain.ts';

/** A client of our own, on the standard library. */
export function rubyPlanner({ host, finder }: PlannerContext): RuntimePlanner {
  const { path } = host.traits;

  return async (_version, runtime, places) => {
    const folder = path.join(places.assets.inside, 'ruby');
    const ruby = await finder.find(rubyToolchain, runtime);
    return {
      command: ruby.path,
      // UTF-8 whatever the host's locale is.
      args: ['-E', 'UTF-8:UTF-8', path.join(folder, 'bootstrap.rb')],
      variables: {
        ...systemVariables(places, host, path.dirname(ruby.path)),
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.name}`,
        LAMBDA_RUNTIME_DIR: folder,
        ...libraryVariables(runtime, places, host),
      },
      toolchain: [path.dirname(path.dirname(ruby.path))],
    };
  };
}
