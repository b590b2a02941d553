import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { systemClock } from '../../../../src/common/clock.ts';
import { lambdaErrors } from '../../../../src/lambda/lambdaError.ts';
import type { RequestContext } from '../../../../src/runner/api/handlers.ts';
import type { Invocation, InvocationResult } from '../../../../src/runner/environment/invocation.ts';
import { invokeStreamHandler } from '../../../../src/runner/invoke/invokeStreamHandler.ts';
import { scriptedVersion } from '../../../shared/scriptedRuntime.ts';

type Run = (invocation: Invocation) => Promise<Partial<InvocationResult>>;

const version = scriptedVersion();

function handlerOf(run: Run) {
  return invokeStreamHandler({
    functions: { resolve: () => Promise.resolve({ version, invokedArn: version.arn }) },
    pools: { invoke: async (_version, invocation) => ({ payload: Buffer.alloc(0), executedVersion: '$LATEST', ...(await run(invocation)) }) },
    clock: systemClock,
    bandwidth: () => ({ burstBytes: 0, bytesPerSecond: Infinity }),
  });
}

function contextOf(signal: AbortSignal = new AbortController().signal): RequestContext {
  return { requestId: 'r', signal, receivedAt: 0, headers: {} };
}

async function eventsOf(run: Run, more: object = {}): Promise<readonly unknown[]> {
  const output = await handlerOf(run)({ FunctionName: 'f', ...more }, contextOf());
  const events: unknown[] = [];
  for await (const event of output.EventStream ?? []) events.push(textOf(event));
  return events;
}

function textOf(event: InvokeWithResponseStreamResponseEvent): unknown {
  return event.PayloadChunk === undefined ? event : Buffer.from(event.PayloadChunk.Payload ?? []).toString();
}

/** Streams texts, as a handler does. */
function streaming(texts: readonly string[], result: Partial<InvocationResult> = {}): Run {
  return async ({ stream }) => {
    stream?.begin('text/plain');
    for (const text of texts) await stream?.write(Buffer.from(text));
    return result;
  };
}

const error = Buffer.from('{"errorType":"E","errorMessage":"m"}');

test.each<[string, Run, readonly unknown[]]>([
  ['what it streams', streaming(['a', 'b']), ['a', 'b', { InvokeComplete: {} }]],
  ['nothing', streaming([]), [{ InvokeComplete: {} }]],
  ['an answer as a whole', async () => ({ payload: Buffer.from('{}') }), ['{}', { InvokeComplete: {} }]],
  ['an error', async () => ({ payload: error, functionError: 'Unhandled' }), [{ InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: error.toString() } }]],
  [
    'an error midway',
    streaming(['a'], { payload: error, functionError: 'Unhandled' }),
    ['a', { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: error.toString() } }],
  ],
  ['the end of the log', streaming(['a'], { logTail: Buffer.from('log') }), ['a', { InvokeComplete: { LogResult: Buffer.from('log').toString('base64') } }]],
])('the events of a function that answers %s', async (_what, run, events) => {
  expect(await eventsOf(run)).toEqual(events);
});

test('the invocation carries what the caller sent', async () => {
  let seen: Invocation | undefined;
  const run: Run = async (invocation) => {
    seen = invocation;
    return {};
  };
  await eventsOf(run, { Payload: Buffer.from('{"a":1}'), LogType: 'Tail' });
  expect(seen).toMatchObject({ requestId: 'r', tail: true, payload: Buffer.from('{"a":1}') });
});

test('a failure before the response is thrown, and a dry run runs nothing', async () => {
  const throttled = lambdaErrors.throttled('ConcurrentInvocationLimitExceeded');
  await expect(handlerOf(() => Promise.reject(throttled))({ FunctionName: 'f' }, contextOf())).rejects.toBe(throttled);
  await expect(eventsOf(streaming([]), { Payload: Buffer.from('x') })).rejects.toMatchObject({ type: 'InvalidRequestContentException' });
  const dry = await handlerOf(() => Promise.reject(throttled))({ FunctionName: 'f', InvocationType: 'DryRun' }, contextOf());
  expect(dry.StatusCode).toBe(204);
});

test('the answer begins when the function does, and a function writes no faster than it is read', async () => {
  const written: string[] = [];
  const run: Run = async ({ stream }) => {
    stream?.begin(undefined);
    for (const text of ['a', 'b', 'c']) {
      await stream?.write(Buffer.from(text));
      written.push(text);
    }
    return {};
  };
  const output = await handlerOf(run)({ FunctionName: 'f' }, contextOf());
  expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  const events = output.EventStream?.[Symbol.asyncIterator]();
  await events?.next();
  expect(written).toEqual([]);
  await events?.next();
  expect(written).toEqual(['a']);
  await events?.return?.();
});

test.each(['leaves amid a chunk', 'is cut off'])('a client that %s is told to the write that waits', async (how) => {
  const aborter = new AbortController();
  let told: ((error: unknown) => void) | undefined;
  const refused = new Promise((resolve) => (told = resolve));
  const run: Run = async ({ stream }) => {
    stream?.begin(undefined);
    await stream?.write(Buffer.from('a')).catch((error: unknown) => told?.(error));
    return {};
  };
  const output = await handlerOf(run)({ FunctionName: 'f' }, contextOf(aborter.signal));
  const events = output.EventStream?.[Symbol.asyncIterator]();
  if (how === 'is cut off') aborter.abort();
  else {
    await events?.next();
    await events?.return?.();
  }
  expect(await refused).toMatchObject({ name: 'CallerGone' });
});

test('a client that goes away is told to the function’s writes', async () => {
  const aborter = new AbortController();
  const outcomes: string[] = [];
  const run: Run = async ({ stream }) => {
    stream?.begin(undefined);
    for (const text of ['a', 'b']) {
      await stream?.write(Buffer.from(text)).then(
        () => outcomes.push('taken'),
        () => outcomes.push('refused'),
      );
    }
    return {};
  };
  const output = await handlerOf(run)({ FunctionName: 'f' }, contextOf(aborter.signal));
  const events = output.EventStream?.[Symbol.asyncIterator]();
  await events?.next();
  aborter.abort();
  while ((await events?.next())?.done === false) continue;
  expect(outcomes).toContain('refused');
});
