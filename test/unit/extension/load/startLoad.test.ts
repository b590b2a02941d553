import { describe, expect, test } from 'vitest';
import { ConnectionError, type ConnectionErrorDetails } from '../../../../src/aws/connectionError.ts';
import type { ConnectionProblemCode } from '../../../../src/aws/connection.ts';
import type { InvokeRequest, InvokeResult } from '../../../../src/aws/lambdaApi.ts';
import { outcomeOf } from '../../../../src/extension/load/loadOutcome.ts';
import { startLoad } from '../../../../src/extension/load/startLoad.ts';
import type { LoadPlan } from '../../../../src/lambda/scaling/load/loadPlan.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

const answer: InvokeResult = { status: 200, payload: 'null', elapsedMs: 1 };

function refused(code: ConnectionProblemCode, details: Partial<ConnectionErrorDetails>): ConnectionError {
  return new ConnectionError(code, 'x', { operation: 'Invoke', region: 'eu-west-1', ...details });
}

describe('an outcome', () => {
  test.each<[string, () => Promise<InvokeResult>, object]>([
    ['an answer', () => Promise.resolve(answer), { type: 'succeeded' }],
    ['an error of the function', () => Promise.resolve({ ...answer, functionError: 'Unhandled' }), { type: 'functionError' }],
    [
      'a throttle',
      () => Promise.reject(refused('throttled', { reason: 'CallerRateLimitExceeded', errorName: 'TooManyRequestsException' })),
      { type: 'throttled', reason: 'CallerRateLimitExceeded' },
    ],
    ['a throttle without a reason', () => Promise.reject(refused('throttled', {})), { type: 'throttled', reason: undefined }],
    ['a refusal', () => Promise.reject(refused('accessDenied', { errorName: 'AccessDeniedException' })), { type: 'failed', code: 'AccessDeniedException' }],
    ['no network', () => Promise.reject(refused('network', { errorName: 'Error' })), { type: 'failed', code: 'network' }],
    ['a bug', () => Promise.reject(new TypeError('x')), { type: 'failed', code: 'UNKNOWN' }],
  ])('%s', async (_, call, expected) => {
    expect(await outcomeOf(call())).toEqual(expected);
  });
});

const plan: LoadPlan = {
  functionName: 'orders',
  qualifier: 'live',
  traffic: { shape: { type: 'constant', rps: 10 }, spacing: 'even' },
  seconds: 1,
  maximumInvocations: 1000,
  payload: '{"a":1}',
  seed: 1,
};

test('a load invokes what its plan says, when it is due', async () => {
  const clock = new ManualClock();
  const requests: InvokeRequest[] = [];
  const invoke = (request: InvokeRequest): Promise<InvokeResult> => {
    requests.push(request);
    return Promise.resolve(answer);
  };
  const load = startLoad({ api: { invoke }, plan, timeoutSeconds: 3, clock, onProgress: () => {} });
  clock.advance(550);
  expect(requests).toHaveLength(6);
  clock.advance(450);
  expect(await load.result).toMatchObject({ sent: 10, succeeded: 10 });
  expect(requests[0]).toEqual({ functionName: 'orders', qualifier: 'live', payload: '{"a":1}', type: 'RequestResponse', logTail: false });
});

test('what is under way when it was stopped is given up after a moment, and ended', async () => {
  const clock = new ManualClock();
  const signals: (AbortSignal | undefined)[] = [];
  const invoke = (_: InvokeRequest, signal?: AbortSignal): Promise<InvokeResult> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const load = startLoad({ api: { invoke }, plan, timeoutSeconds: 3, clock, onProgress: () => {} });
  clock.advance(100);
  load.stop();
  expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  clock.advance(2_000);
  expect(await load.result).toMatchObject({ endedBy: 'stopped', sent: 1, unanswered: 1 });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});
