import { CodedError } from '../../common/codedError.ts';
import { readBootstrap, whyItCannotRun } from './bootstrapFile.ts';
import type { PlannerContext, RuntimePlanner } from './runtimePlanner.ts';
import { layerFolders, systemVariables } from './searchPaths.ts';

/** The function's own executable: `bootstrap` beside its code, or in a layer. */
export function providedPlanner({ host }: PlannerContext): RuntimePlanner {
  const { path, windows } = host.traits;
  const name = windows ? 'bootstrap.exe' : 'bootstrap';

  return async (version, runtime) => {
    const places = [version.code.path, ...layerFolders(version, host)].map((folder) => path.join(folder, name));
    for (const file of places) {
      const bootstrap = await readBootstrap(file);
      if (bootstrap === undefined) continue;
      const reason = whyItCannotRun(bootstrap, host.platform);
      if (reason !== undefined) throw new CodedError('BOOTSTRAP_MISSING', `${file} ${reason}`, { details: { file } });
      return { command: file, args: [], variables: { ...systemVariables(version, host), LAMBDA_RUNTIME_DIR: path.dirname(file) } };
    }
    const advice = windows
      ? 'Windows runs no bootstrap that was built for Linux: build it as bootstrap.exe, or run the Local region in WSL.'
      : 'Build the function so that its code folder, or one of its layers, holds an executable file named bootstrap.';
    throw new CodedError(
      'BOOTSTRAP_MISSING',
      `${version.settings.FunctionName} (${runtime.name}) has no ${name}. Looked for ${places.join(', ')}. ${advice}`,
      { details: { function: version.settings.FunctionName, places } },
    );
  };
}
