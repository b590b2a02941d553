import type { FunctionCode } from '../../../aws/codeApi.ts';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import { pause } from '../../../aws/pause.ts';
import type { Clock } from '../../../common/clock.ts';

/** Lambda takes a second or so, and minutes for functions in a VPC. */
const againMs = 500;

/** The function once no change of it is under way any more: until then Lambda takes no other. Rejects with the signal's reason. */
export async function whenUpdated(api: Pick<LambdaApi, 'getFunctionCode'>, functionName: string, clock: Clock, signal: AbortSignal): Promise<FunctionCode> {
  for (;;) {
    const code = await api.getFunctionCode(functionName, undefined, signal);
    if (code.lastUpdateStatus !== 'InProgress' && code.state !== 'Pending') return code;
    await pause(clock, againMs, signal);
    signal.throwIfAborted();
  }
}
