import { expect, test } from 'vitest';
import type { Invocation } from '../../../../src/runner/environment/invocation.ts';
import { invokeHandler } from '../../../../src/runner/invoke/invokeHandler.ts';
import { scriptedVersion } from '../../../shared/scriptedRuntime.ts';

type Input = Parameters<ReturnType<typeof invokeHandler>>[0];

/** What reaches the pools, and the qualifier that an accepted event is stored with. */
async function invoked(input: Input): Promise<{ invocation: Invocation | undefined; qualifier: string | undefined }> {
  let invocation: Invocation | undefined;
  let qualifier: string | undefined;
  const handle = invokeHandler({
    functions: { resolve: () => scriptedVersion() },
    pools: {
      invoke: (_version, taken) => {
        invocation = taken;
        return Promise.resolve({ payload: Buffer.from('1'), executedVersion: '$LATEST' });
      },
    },
    asynchronous: {
      accept: (_version, taken, given) => {
        invocation = taken;
        qualifier = given;
        return Promise.resolve();
      },
    },
  });
  await handle(input, { requestId: 'r', receivedAt: 0, headers: {}, signal: new AbortController().signal });
  return { invocation, qualifier };
}

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

test.each<[Input, string]>([
  [{ FunctionName: 'f' }, arn],
  [{ FunctionName: 'f', Qualifier: '$LATEST' }, `${arn}:$LATEST`],
  [{ FunctionName: 'f:$LATEST' }, `${arn}:$LATEST`],
  [{ FunctionName: `${arn}:$LATEST` }, `${arn}:$LATEST`],
])('%o is invoked as %s', async (input, expected) => {
  expect((await invoked(input)).invocation?.invokedFunctionArn).toBe(expected);
});

test('an event is accepted with the qualifier in the name', async () => {
  expect((await invoked({ FunctionName: 'f:$LATEST', InvocationType: 'Event' })).qualifier).toBe('$LATEST');
});

test('a client context is passed on as JSON that a header can carry', async () => {
  const ClientContext = Buffer.from('{"name": "Zoë €😀\u007f"}').toString('base64');
  const { invocation } = await invoked({ FunctionName: 'f', ClientContext });
  expect(invocation?.clientContext).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(invocation?.clientContext ?? '')).toEqual({ name: 'Zoë €😀\u007f' });
});
