import type { InvokeResult } from '../../aws/lambdaApi.ts';
import { CodedError } from '../../common/codedError.ts';
import type { LoadOutcome } from '../../lambda/scaling/load/loadPlan.ts';

/** How an invocation ended, as a load counts it. */
export async function outcomeOf(call: Promise<InvokeResult>): Promise<LoadOutcome> {
  try {
    const { functionError } = await call;
    return { type: functionError === undefined ? 'succeeded' : 'functionError' };
  } catch (error) {
    if (!(error instanceof CodedError)) return { type: 'failed', code: 'UNKNOWN' };
    const { reason, errorName } = error.details;
    if (error.code === 'throttled') return { type: 'throttled', reason: typeof reason === 'string' ? reason : undefined };
    // Where no service answered, the name is that of some error of the machine's, and tells nothing.
    return { type: 'failed', code: typeof errorName === 'string' && error.code !== 'network' ? errorName : error.code };
  }
}
