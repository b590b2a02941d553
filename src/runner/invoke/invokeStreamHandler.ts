import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda';
import type { Clock } from '../../common/clock.ts';
import type { Handler } from '../api/handlers.ts';
import type { InvocationResult } from '../environment/invocation.ts';
import type { RegionPools } from '../pool/regionPools.ts';
import type { StreamBandwidth } from '../regionSettings.ts';
import type { FunctionResolver } from '../resources/functionVersion.ts';
import { shapedStream } from './bandwidth.ts';
import { ChunkChannel } from './chunkChannel.ts';
import { invocationOf } from './invokeHandler.ts';

export interface InvokeStreamDependencies {
  readonly functions: FunctionResolver;
  readonly pools: Pick<RegionPools, 'invoke'>;
  readonly clock: Clock;
  readonly bandwidth: () => StreamBandwidth;
}

/**
 * The InvokeWithResponseStream operation. What fails before the response begins is answered as Invoke answers it; the answer is sent
 * when the function begins to write, or has failed.
 */
export function invokeStreamHandler(dependencies: InvokeStreamDependencies): Handler<'InvokeWithResponseStream'> {
  const { functions, pools, clock, bandwidth } = dependencies;
  return async (input, context) => {
    const target = await functions.resolve(input.FunctionName ?? '', input.Qualifier);
    const type = input.InvocationType ?? 'RequestResponse';
    const invocation = invocationOf(input, target, type, context, clock.now());
    if (type === 'DryRun') return { StatusCode: 204, EventStream: undefined };
    const channel = new ChunkChannel();
    context.signal.addEventListener('abort', () => channel.close(), { once: true });
    const running = pools.invoke(target.version, { ...invocation, stream: shapedStream(channel, bandwidth(), clock) });
    const ended = running.finally(() => channel.end());
    // Whoever reads the events hears of a failure; there is nobody where the client is gone.
    ended.catch(() => {});
    await Promise.race([channel.started, ended]);
    return { StatusCode: 200, ExecutedVersion: target.version.version, EventStream: events(channel, ended) };
  };
}

async function* events(channel: ChunkChannel, ended: Promise<InvocationResult>): AsyncGenerator<InvokeWithResponseStreamResponseEvent, void> {
  for await (const chunk of channel.chunks()) yield { PayloadChunk: { Payload: chunk } };
  const { payload, functionError, logTail } = await ended;
  // The answer of a handler that does not stream comes as a whole.
  if (!channel.begun && functionError === undefined && payload.length > 0) yield { PayloadChunk: { Payload: payload } };
  yield {
    InvokeComplete: {
      ...(functionError !== undefined && { ErrorCode: functionError, ErrorDetails: payload.toString() }),
      ...(logTail !== undefined && { LogResult: logTail.toString('base64') }),
    },
  };
}
