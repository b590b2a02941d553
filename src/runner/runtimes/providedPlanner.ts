import { CodedError } from '../../common/codedError.ts';
import { readBootstrap, whyItCannotRun } from './bootstrapFile.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { systemVariables } from './searchPaths.ts';

/** The function's own executable: `bootstrap` beside its code, or in a layer. */
export function providedPlanner({ host }: PlannerContext): RuntimePlanner {
  const { path, windows } = host.traits;
  const name = windows ? 'bootstrap.exe' : 'bootstrap';

  return async (version, runtime, places) => {
    const looked = [places.task, places.opt];
    for (const folder of looked) {
      const file = path.join(folder.host, name);
      const bootstrap = await readBootstrap(file);
      if (bootstrap === undefined) continue;
      const reason = whyItCannotRun(bootstrap, host.platform);
      if (reason !== undefined) throw new CodedError('BOOTSTRAP_MISSING', `${file} ${reason}`, { details: { file } });
      const variables = { ...systemVariables(places, host), LAMBDA_RUNTIME_DIR: folder.inside };
      return { command: path.join(folder.inside, name), args: [], variables, toolchain: [] };
    }
    const advice = windows
      ? 'Windows runs no bootstrap that was built for Linux: build it as bootstrap.exe, or run the Local region in WSL.'
      : 'Build the function so that its code folder, or one of its layers, holds an executable file named bootstrap.';
    throw new CodedError(
      'BOOTSTRAP_MISSING',
      `${version.settings.FunctionName} (${runtime.name}) has no ${name}. Looked in ${looked.map((folder) => folder.host).join(', ')}. ${advice}`,
      { details: { function: version.settings.FunctionName, places: looked.map((folder) => folder.host) } },
    );
  };
}
