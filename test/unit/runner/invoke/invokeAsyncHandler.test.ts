import { expect, test } from 'vitest';

import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import type { Handler, RequestContext } from '../../../../src/runner/api/handlers.ts';
import { invokeAsyncHandler } from '../../../../src/runner/invoke/invokeAsyncHandler.ts';

const context: RequestContext = { requestId: 'r', receivedAt: 0, headers: {}, signal: new AbortController().signal };
const input = { FunctionName: 'f', InvokeArgs: Buffer.from('{"a":1}') };

test('InvokeAsync is Invoke with an event, and answers its status in the body', async () => {
  const taken: unknown[] = [];
  const invoke: Handler<'Invoke'> = async (given, from) => {
    taken.push(given, from);
    return { StatusCode: 202 };
  };
  expect(await invokeAsyncHandler(invoke)(input, context)).toEqual({ Status: 202 });
  expect(taken).toEqual([{ FunctionName: 'f', InvocationType: 'Event', Payload: input.InvokeArgs }, context]);
});

test('what Invoke refuses, InvokeAsync refuses', async () => {
  const refusal = new LambdaError('InvalidRequestContentException', 400, 'no JSON');
  await expect(invokeAsyncHandler(() => Promise.reject(refusal))(input, context)).rejects.toBe(refusal);
});
