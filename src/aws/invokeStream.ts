import type { InvokeWithResponseStreamCommandOutput, InvokeWithResponseStreamCompleteEvent } from '@aws-sdk/client-lambda';
import type { Clock } from '../common/clock.ts';
import { tailText } from './invokeResult.ts';
import type { StreamObserver, StreamRequest, StreamResult, StreamStart } from './lambdaApi.ts';
import type { LambdaCaller } from './lambdaCaller.ts';

/** Invokes a function and tells of its response as it comes. */
export function invokeStream(
  caller: LambdaCaller,
  clock: Clock,
  { functionName, qualifier, payload }: StreamRequest,
  observer: StreamObserver,
  signal: AbortSignal | undefined,
): Promise<StreamResult> {
  return caller.once('InvokeWithResponseStream', signal, async ({ sdk, client, options }) => {
    const began = clock.monotonic();
    const command = new sdk.InvokeWithResponseStreamCommand({
      FunctionName: functionName,
      Payload: Buffer.from(payload),
      LogType: 'Tail',
      ...(qualifier !== undefined && { Qualifier: qualifier }),
    });
    const output = await client.send(command, options);
    const start = startOf(output);
    observer.onStart(start);
    const complete = await readEvents(output.EventStream, observer, signal);
    return { ...start, ...endOf(complete), elapsedMs: clock.monotonic() - began };
  });
}

type Events = InvokeWithResponseStreamCommandOutput['EventStream'];

/** The client's signal ends no response that has begun, so each part of it is waited for against the signal. */
async function readEvents(
  events: Events,
  observer: StreamObserver,
  signal: AbortSignal | undefined,
): Promise<InvokeWithResponseStreamCompleteEvent | undefined> {
  if (events === undefined) return undefined;
  const iterator = events[Symbol.asyncIterator]();
  const aborted = abortOf(signal);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.rejects]);
      // What ends without saying how was broken off.
      if (next.done === true) throw named('ECONNRESET', 'The response ended before it was complete.');
      const { PayloadChunk: chunk, InvokeComplete: complete } = next.value;
      if (chunk?.Payload !== undefined) observer.onChunk(chunk.Payload);
      if (complete !== undefined) return complete;
    }
  } finally {
    aborted.dispose();
    // Lets go of the connection; nobody waits for what it says.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function abortOf(signal: AbortSignal | undefined): { readonly rejects: Promise<never>; dispose(): void } {
  let abort = (): void => {};
  const rejects = new Promise<never>((_resolve, reject) => {
    abort = () => reject(Object.assign(new Error('Cancelled.'), { name: 'AbortError' }));
  });
  rejects.catch(() => {});
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return { rejects, dispose: () => signal?.removeEventListener('abort', abort) };
}

function startOf({ StatusCode: status, ExecutedVersion: version, $metadata }: InvokeWithResponseStreamCommandOutput): StreamStart {
  return {
    status: status ?? $metadata.httpStatusCode ?? 0,
    ...(version !== undefined && { executedVersion: version }),
    ...($metadata.requestId !== undefined && { requestId: $metadata.requestId }),
  };
}

function endOf(complete: InvokeWithResponseStreamCompleteEvent | undefined): Pick<StreamResult, 'functionError' | 'errorDetails' | 'logTail'> {
  const { ErrorCode: code, ErrorDetails: details, LogResult: log } = complete ?? {};
  return {
    ...(code !== undefined && { functionError: code }),
    ...(details !== undefined && { errorDetails: details }),
    ...(log !== undefined && { logTail: tailText(Buffer.from(log, 'base64')) }),
  };
}

function named(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
