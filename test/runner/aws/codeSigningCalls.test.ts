import { expect, test } from 'vitest';
import type { Connection } from '../../../src/aws/connection.ts';
import { ConnectionError } from '../../../src/aws/connectionError.ts';
import { createLambdaApi } from '../../../src/aws/createLambdaApi.ts';
import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import { type Answer, startLambda } from './scriptedLambda.ts';

const local = (endpoint: string): Connection => ({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });
const arn = 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0f6c334abcdea4d8b';
const publisher = 'arn:aws:signer:us-east-1:123456789012:/signing-profiles/release/abcdefghij';
const config = {
  CodeSigningConfigId: 'csc-0f6c334abcdea4d8b',
  CodeSigningConfigArn: arn,
  Description: 'd',
  AllowedPublishers: { SigningProfileVersionArns: [publisher] },
  CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
  LastModified: '2026-11-21T00:00:00Z',
};
const configs = '/2020-04-22/code-signing-configs';
const ofFunction = '/2020-06-30/functions/fn/code-signing-config';

test.each<[string, (api: LambdaApi) => Promise<unknown>, sent: string, answer: Answer, expected: unknown]>([
  ['a list', (api) => api.listCodeSigningConfigs(), `GET ${configs}?MaxItems=50`, { body: { CodeSigningConfigs: [config], NextMarker: 'm' } }, { items: [config], next: 'm' }],
  ['one', (api) => api.getCodeSigningConfig(arn), `GET ${configs}/${arn}`, { body: { CodeSigningConfig: config } }, config],
  [
    'a new one',
    (api) => api.createCodeSigningConfig({ description: 'd', allowedPublishers: [publisher], policy: 'Enforce' }),
    `POST ${configs} ${JSON.stringify({ AllowedPublishers: config.AllowedPublishers, Description: 'd', CodeSigningPolicies: config.CodeSigningPolicies })}`,
    { status: 201, body: { CodeSigningConfig: config } },
    config,
  ],
  [
    'another policy',
    (api) => api.updateCodeSigningConfig(arn, { policy: 'Enforce' }),
    `PUT ${configs}/${arn} ${JSON.stringify({ CodeSigningPolicies: config.CodeSigningPolicies })}`,
    { body: { CodeSigningConfig: config } },
    config,
  ],
  ['an end', (api) => api.deleteCodeSigningConfig(arn), `DELETE ${configs}/${arn}`, { status: 204, body: '' }, undefined],
  ['its functions', (api) => api.listFunctionsByCodeSigningConfig(arn), `GET ${configs}/${arn}/functions?MaxItems=50`, { body: { FunctionArns: ['a', 'b'] } }, { items: ['a', 'b'] }],
  ['that of a function', (api) => api.getFunctionCodeSigningConfig('fn'), `GET ${ofFunction}`, { body: { CodeSigningConfigArn: arn, FunctionName: 'fn' } }, arn],
  ['that of a function without one, as an empty body', (api) => api.getFunctionCodeSigningConfig('fn'), `GET ${ofFunction}`, { body: '' }, undefined],
  ['that of a function without one, as an empty object', (api) => api.getFunctionCodeSigningConfig('fn'), `GET ${ofFunction}`, {}, undefined],
  [
    'a function gets one',
    (api) => api.putFunctionCodeSigningConfig('fn', arn),
    `PUT ${ofFunction} ${JSON.stringify({ CodeSigningConfigArn: arn })}`,
    { body: { CodeSigningConfigArn: arn, FunctionName: 'fn' } },
    undefined,
  ],
  ['a function loses its own', (api) => api.deleteFunctionCodeSigningConfig('fn'), `DELETE ${ofFunction}`, { status: 204, body: '' }, undefined],
])('%s', async (_what, call, sent, answer, expected) => {
  await using lambda = await startLambda(() => answer);
  const api = createLambdaApi(local(lambda.endpoint));
  expect(await call(api)).toEqual(expected);
  api.dispose();
  expect(lambda.received.map(({ method, url, body }) => `${method} ${decodeURIComponent(url)}${body === '' ? '' : ` ${body}`}`)).toEqual([sent]);
});

const conflict = (message: string): Answer => thrown('ResourceConflictException', 409, message);
const thrown = (type: string, status: number, message: string): Answer => ({ status, headers: { 'x-amzn-errortype': type }, body: { Message: message } });
const signed = 'Verify the package, sign it with a profile that the code signing configuration allows, and deploy the signed one.';

test.each<[string, (api: LambdaApi) => Promise<unknown>, Answer, code: string, message: string]>([
  [
    'a configuration that is not there is put',
    (api) => api.putFunctionCodeSigningConfig('fn', arn),
    thrown('CodeSigningConfigNotFoundException', 404, 'No configuration.'),
    'notFound',
    'No configuration. Choose another code signing configuration, or make one: it is of one account and Region.',
  ],
  ['a configuration that is not there is read', (api) => api.getCodeSigningConfig(arn), thrown('ResourceNotFoundException', 404, 'None.'), 'notFound', 'None.'],
  ['a configuration in use is deleted', (api) => api.deleteCodeSigningConfig(arn), conflict('In use.'), 'conflict', 'In use. Detach it from its functions first.'],
  [
    'a function is being updated',
    (api) => api.putFunctionCodeSigningConfig('fn', arn),
    conflict('An update is in progress.'),
    'conflict',
    'An update is in progress. Wait until the change that is under way has ended, and try again.',
  ],
  ...['InvalidCodeSignatureException', 'CodeVerificationFailedException'].map(
    (type): [string, (api: LambdaApi) => Promise<unknown>, Answer, string, string] => [
      type,
      (api) => api.updateFunctionCode({ functionName: 'fn', code: { bucket: 'b', key: 'k' } }),
      thrown(type, 400, 'Lambda cannot deploy the function.'),
      'invalid',
      `Lambda cannot deploy the function. ${signed}`,
    ],
  ),
  [
    'somebody else was quicker',
    (api) => api.updateFunctionCode({ functionName: 'fn', code: { bucket: 'b', key: 'k' }, revisionId: 'r' }),
    thrown('PreconditionFailedException', 412, 'The RevisionId does not match.'),
    'conflict',
    'The RevisionId does not match. Somebody has changed the function meanwhile: look at it, and deploy again.',
  ],
])('%s', async (_what, call, answer, code, message) => {
  await using lambda = await startLambda(() => answer);
  const api = createLambdaApi(local(lambda.endpoint));
  const error: unknown = await call(api).catch((thrownError: unknown) => thrownError);
  api.dispose();
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ code, message });
});
