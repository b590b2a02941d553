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
    return { type: 'failed', code: typeof errorName === 'string' ? errorName : error.code };
  }
}
