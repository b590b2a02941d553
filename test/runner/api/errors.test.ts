import { type LambdaClient, LambdaServiceException, TooManyRequestsException } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CodedError } from '../../../src/common/codedError.ts';
import { LambdaError, lambdaErrors } from '../../../src/lambda/lambdaError.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { clientFor, handlersOf, recordingLogger, type RunningServer, send, startServer } from './harness.ts';
import { jsonOf, rawRequest } from './rawRequest.ts';

const logger = recordingLogger();
let thrown: unknown;
let calls = 0;
let running: RunningServer;
let client: LambdaClient;

beforeAll(async () => {
  running = await startServer({
    logger,
    handlers: handlersOf(async () => {
      calls += 1;
      throw thrown;
    }),
  });
  client = clientFor(running.endpoint);
});
beforeEach(() => {
  calls = 0;
});
afterAll(async () => {
  client.destroy();
  await running.server.close(0);
});

async function failureOf(promise: Promise<unknown>): Promise<LambdaServiceException> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LambdaServiceException) return error;
  throw new Error(`Not an error of the service: ${String(error)}`);
}

describe('what a handler throws', () => {
  it.each<[string, LambdaError, object]>([
    ['message', lambdaErrors.invalidParameter('odd'), { Type: 'User', message: 'odd' }],
    ['Message', lambdaErrors.notFound('gone'), { Type: 'User', Message: 'gone' }],
    ['Message', lambdaErrors.serviceException('broken'), { Type: 'Service', Message: 'broken' }],
    ['message', new LambdaError('PreconditionFailedException', 412, 'stale'), { Type: 'User', message: 'stale' }],
    ['Message', new LambdaError('KMSDisabledException', 502, 'off'), { Type: 'Service', Message: 'off' }],
    ['message', lambdaErrors.validation('1 validation error'), { message: '1 validation error' }],
    ['Message', new LambdaError('RequestEntityTooLargeException', 413, 'big'), { Message: 'big' }],
    ['message', new LambdaError('NoSuchException', 418, 'tea'), { message: 'tea' }],
    [
      'message',
      lambdaErrors.throttled('ReservedFunctionConcurrentInvocationLimitExceeded'),
      { Type: 'User', message: 'Rate Exceeded.', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    ],
  ])('is answered with its %s: %s', async (_key, error, body) => {
    thrown = error;
    const response = await rawRequest(running.port, { path: '/2015-03-31/functions/f' });
    expect(response.status).toBe(error.status);
    expect(response.headers).toMatchObject({ 'x-amzn-errortype': error.type, 'content-type': 'application/json' });
    expect(jsonOf(response)).toEqual(body);

    const failure = await failureOf(send(client, 'GetFunction', { FunctionName: 'f' }));
    expect(failure).toMatchObject({ name: error.type, message: error.message, $metadata: { httpStatusCode: error.status } });
  });

  it('reaches the SDK as its own exception, with all of its members', async () => {
    thrown = lambdaErrors.throttled('ConcurrentInvocationLimitExceeded');
    const failure = await failureOf(send(client, 'Invoke', { FunctionName: 'f' }));
    expect(failure).toBeInstanceOf(TooManyRequestsException);
    expect(failure).toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded', retryAfterSeconds: '1', Type: 'User' });
  });

  it.each<[string, unknown]>([
    ['an error', new Error('the password is hunter2')],
    ['no error at all', 'hunter2'],
  ])('and is %s, is a 500 that gives nothing away, and is logged', async (_what, value) => {
    thrown = value;
    const response = await rawRequest(running.port, { path: '/2015-03-31/functions/f' });
    expect(response.status).toBe(500);
    expect(response.headers['x-amzn-errortype']).toBe('ServiceException');
    expect(jsonOf(response)).toEqual({ Type: 'Service', Message: 'The Local region failed. Its log tells why.' });
    expect(logger.lines.at(-1)).toContain(response.headers['x-amzn-requestid']);
    expect(logger.lines.at(-1)).toContain('hunter2');
  });

  it('and is written for users, is shown to them', async () => {
    thrown = new CodedError('DISK_FULL', 'The disk is full. Make room.');
    const failure = await failureOf(send(client, 'GetFunction', { FunctionName: 'f' }));
    expect(failure).toMatchObject({ name: 'ServiceException', message: 'The disk is full. Make room.' });
  });
});

describe('what never reaches a handler', () => {
  it('a member that breaks its constraint', async () => {
    const failure = await failureOf(send(client, 'GetFunction', { FunctionName: 'a b', Qualifier: '?' }));
    expect(failure.name).toBe('ValidationException');
    expect(failure.$metadata.httpStatusCode).toBe(400);
    expect(failure.message).toMatch(/^2 validation errors detected: Value 'a b' at 'functionName' .*; Value '\?' at 'qualifier' /);
    expect(calls).toBe(0);
  });

  it('an operation that there is not', async () => {
    const response = await rawRequest(running.port, { method: 'PATCH', path: '/2015-03-31/functions/f' });
    expect(response.status).toBe(404);
    expect(response.headers['x-amzn-errortype']).toBe('UnknownOperationException');
    expect(jsonOf(response)).toEqual({ Message: 'The Lambda API has no operation at PATCH /2015-03-31/functions/f' });
  });
});

describe('an operation without a handler', () => {
  const samples: { readonly [Name in OperationName]?: object } = {
    GetLayerVersion: { LayerName: 'l', VersionNumber: 1 },
    DeleteLayerVersion: { LayerName: 'l', VersionNumber: 1 },
    GetLayerVersionPolicy: { LayerName: 'l', VersionNumber: 1 },
  };
  let asked = 0;
  let bare: RunningServer;
  let patient: LambdaClient;

  beforeAll(async () => {
    bare = await startServer({ requestIds: () => `id-${(asked += 1)}` });
    patient = clientFor(bare.endpoint, 3);
  });
  beforeEach(() => {
    asked = 0;
  });
  afterAll(async () => {
    patient.destroy();
    await bare.server.close(0);
  });

  it.each(readOperations().map(({ name }) => name))('%s says so by name, at once', async (name) => {
    const labels = readOperations().find((operation) => operation.name === name)?.input() ?? [];
    const input = Object.fromEntries(labels.map(({ name, place }) => [name, place.in === 'label' ? 'x' : undefined]));
    const failure = await failureOf(send(patient, name, { ...input, ...samples[name] }));
    expect(failure).toMatchObject({ name: 'NotImplementedException', message: `The Local region does not serve ${name} yet.` });
    expect(failure.$metadata).toMatchObject({ httpStatusCode: 501, attempts: 1 });
    expect(asked).toBe(1);
  });
});
