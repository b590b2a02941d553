import { systemClock } from '../../../../src/common/clock.ts';
import { expect, test } from 'vitest';
import type { Invocation } from '../../../../src/runner/environment/invocation.ts';
import { invokeHandler } from '../../../../src/runner/invoke/invokeHandler.ts';
import type { InvocationTarget } from '../../../../src/runner/resources/functionVersion.ts';
import { scriptedVersion } from '../../../shared/scriptedRuntime.ts';

type Input = Parameters<ReturnType<typeof invokeHandler>>[0];

const target: InvocationTarget = { version: scriptedVersion(), invokedArn: 'arn:of:alias', qualifier: 'alias' };

/** What reaches the pools or the queue, and the target that an event is accepted for. */
async function invoked(input: Input): Promise<{ invocation: Invocation | undefined; accepted: InvocationTarget | undefined }> {
  let invocation: Invocation | undefined;
  let accepted: InvocationTarget | undefined;
  const handle = invokeHandler({
    clock: systemClock,
    functions: { resolve: () => Promise.resolve(target) },
    pools: {
      invoke: (_version, taken) => {
        invocation = taken;
        return Promise.resolve({ payload: Buffer.from('1'), executedVersion: '$LATEST' });
      },
    },
    asynchronous: {
      accept: (given, taken) => {
        invocation = taken;
        accepted = given;
        return Promise.resolve();
      },
    },
  });
  await handle(input, { requestId: 'r', receivedAt: 0, headers: {}, signal: new AbortController().signal });
  return { invocation, accepted };
}

test('it is invoked by the ARN that the caller named', async () => {
  expect((await invoked({ FunctionName: 'f' })).invocation?.invokedFunctionArn).toBe('arn:of:alias');
});

test('an event is accepted for what was named', async () => {
  expect((await invoked({ FunctionName: 'f', InvocationType: 'Event' })).accepted).toBe(target);
});

test('a client context is passed on as JSON that a header can carry', async () => {
  const ClientContext = Buffer.from('{"name": "Zoë €😀\u007f"}').toString('base64');
  const { invocation } = await invoked({ FunctionName: 'f', ClientContext });
  expect(invocation?.clientContext).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(invocation?.clientContext ?? '')).toEqual({ name: 'Zoë €😀\u007f' });
});

test.each([
  ['lines and tabs', '{\n\t"a": [1,\r\n 2]}', '{  "a": [1,   2]}'],
  ['numbers that JavaScript cannot hold', '{"n":12345678901234567890.0}', '{"n":12345678901234567890.0}'],
  ['what is nested deeper than JavaScript writes', '['.repeat(12_000) + ']'.repeat(12_000), '['.repeat(12_000) + ']'.repeat(12_000)],
])('a client context stays what it is: %s', async (_title, text, expected) => {
  const { invocation } = await invoked({ FunctionName: 'f', ClientContext: Buffer.from(text).toString('base64') });
  expect(invocation?.clientContext).toBe(expected);
});
