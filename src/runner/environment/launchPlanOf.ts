import { CodedError } from '../../common/codedError.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { LaunchPlan, Runtimes } from '../runtimes/launchPlan.ts';

/**
 * How the version's runtime starts; an error that Lambda itself answers as a failed function, as its value.
 * Throws LambdaError where the runtime cannot be had.
 */
export async function launchPlanOf(runtimes: Runtimes, version: FunctionVersion): Promise<LaunchPlan | CodedError> {
  try {
    return await runtimes.plan(version);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.code === 'BOOTSTRAP_MISSING') return error;
    throw new LambdaError('InvalidRuntimeException', 502, error.message, { body: { Code: error.code } });
  }
}
