import { stat } from 'node:fs/promises';
import { CodedError } from '../../common/codedError.ts';
import type { RuntimeFamily } from '../../lambda/runtimes.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan, RuntimePlaces } from './launchPlan.ts';
import { hostPath, insidePath } from './places.ts';
import type { Host } from './toolchain/host.ts';

const variable = 'AWS_LAMBDA_EXEC_WRAPPER';

/**
 * The plan as the function's wrapper script starts it, which gets the runtime's command line as arguments. What is no wrapper fails as on
 * Lambda: one line, and an exit. Runtimes of the function's own (`provided`) have none.
 * Source: AWS Lambda Developer Guide, "Modifying the runtime environment" (wrapper scripts); the start scripts of Lambda's base images.
 */
export async function wrapped(
  plan: LaunchPlan,
  family: RuntimeFamily | undefined,
  { settings }: FunctionVersion,
  places: RuntimePlaces,
  host: Host,
): Promise<LaunchPlan> {
  const named = settings.Environment[variable];
  if (!named || family === undefined || family === 'provided') return plan;
  const { path, windows } = host.traits;
  if (windows && !/\.exe$/i.test(named)) {
    throw new CodedError(
      'RUNTIME_UNSUPPORTED',
      `${settings.FunctionName} starts by ${variable}=${named}, a script that Windows does not run. ` +
        'Run this function in a container (setting lambdaWorkbench.local.isolation), or the Local region in WSL.',
      { details: { function: settings.FunctionName, wrapper: named } },
    );
  }
  const wrapper = insidePath(named, places, path);
  const status = await stat(hostPath(wrapper, places, path)).catch(() => undefined);
  if (status?.isFile() !== true) return refused(plan, `${named}: does not exist`, 127);
  if (!windows && (status.mode & 0o111) === 0) return refused(plan, `${named}: is not an executable`, 126);
  return { ...plan, command: wrapper, args: [plan.command, ...plan.args] };
}

function refused(plan: LaunchPlan, line: string, exitCode: number): LaunchPlan {
  return { ...plan, command: '/bin/sh', args: ['-c', `printf '%s\\n' "$1"; exit ${exitCode}`, 'sh', line] };
}
