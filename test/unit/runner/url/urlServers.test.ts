import { once } from 'node:events';
import { createServer, request } from 'node:http';

import { expect, onTestFinished, test } from 'vitest';

import { lambdaErrors } from '../../../../src/lambda/lambdaError.ts';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { urlIdOf } from '../../../../src/runner/resources/urls/urlId.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, workspaceFunction } from '../resources/testRegion.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { ask, openUrls } from './openUrls.ts';

const local = /^http:\/\/127\.0\.0\.1:\d+\/$/;
const forbidden = {
  Message: 'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
};
const echo = async ({ payload }: { readonly payload: Buffer }) => payload.toString();
const greet = () => Promise.resolve('{"hello":"world"}');

test('a URL is served from its creation to its deletion, and answers say where', async () => {
  const region = await openUrls(greet);
  const url = await region.publicUrl('fn');
  expect(url).toMatch(local);
  expect((await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).FunctionUrl).toBe(url);
  expect((await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', InvokeMode: 'BUFFERED' })).FunctionUrl).toBe(url);
  expect((await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn' })).FunctionUrlConfigs?.[0]?.FunctionUrl).toBe(url);
  const answer = await ask(url);
  expect(answer).toMatchObject({ status: 200, body: '{"hello":"world"}', headers: { 'content-type': 'application/json', 'content-length': '17' } });
  expect(answer.headers['x-amzn-requestid']).toBe(region.invocations[0]?.requestId);
  expect(answer.headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  await region.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' });
  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('the event is that of payload format 2.0', async () => {
  const region = await openUrls(echo);
  const url = await region.publicUrl('fn');
  const sent = { method: 'POST', path: '/a%20b?x=1&x=2', body: '{"a":1}', headers: { 'Content-Type': 'application/json', 'X-Twice': ['1', '2'], Cookie: 'a=1; b=2' } };
  const urlId = urlIdOf(arn('fn'));
  expect(JSON.parse((await ask(url, sent)).body)).toMatchObject({
    version: '2.0',
    rawPath: '/a%20b',
    rawQueryString: 'x=1&x=2',
    cookies: ['a=1', 'b=2'],
    headers: { 'x-twice': '1,2', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', host: new URL(url).host },
    queryStringParameters: { x: '1,2' },
    requestContext: { domainName: `${urlId}.lambda-url.eu-west-1.on.aws`, apiId: urlId, http: { method: 'POST', path: '/a%20b', sourceIp: '127.0.0.1' } },
    body: '{"a":1}',
    isBase64Encoded: false,
  });
  expect(JSON.parse((await ask(url, { method: 'POST', body: Buffer.from([0, 255]) })).body)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
});

test('a URL comes back at its port after a restart, and at another where that is taken', async () => {
  const folder = await temporaryFolder();
  const first = await openUrls(greet, { folder });
  const url = await first.publicUrl('fn');
  await first.urls.stop(0);
  await first.stop();
  const second = await openUrls(greet, { folder });
  expect((await second.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).FunctionUrl).toBe(url);
  expect((await ask(url)).status).toBe(200);
  await second.urls.stop(0);
  await second.stop();
  const squatter = createServer().listen(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const third = await openUrls(greet, { folder });
  const { FunctionUrl } = await third.call('GetFunctionUrlConfig', { FunctionName: 'fn' });
  expect(FunctionUrl).toMatch(local);
  expect(FunctionUrl).not.toBe(url);
  expect((await ask(FunctionUrl)).status).toBe(200);
});

test('the URL of a function or alias that is deleted is served no more', async () => {
  const region = await openUrls((_invocation, { version }) => Promise.resolve(JSON.stringify(version)));
  await region.create('fn', { Publish: true });
  await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });
  const own = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'NONE' });
  const alias = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', Qualifier: 'live', AuthType: 'NONE' });
  await region.permit('fn');
  expect(await ask(alias.FunctionUrl)).toMatchObject({ status: 403, body: JSON.stringify(forbidden) });
  await region.permit('fn', 'live');
  expect((await ask(own.FunctionUrl)).body).toBe('$LATEST');
  expect((await ask(alias.FunctionUrl)).body).toBe('1');
  expect(region.invocations.at(-1)?.invokedFunctionArn).toBe(arn('fn:live'));
  await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' });
  await region.urls.settled();
  await expect(ask(alias.FunctionUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await region.call('DeleteFunction', { FunctionName: 'fn' });
  await region.urls.settled();
  await expect(ask(own.FunctionUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test("a template's URL is served without permissions, shown, and changed in the template only", async () => {
  const region = await openUrls(greet);
  const url = { authType: 'NONE', invokeMode: 'BUFFERED', cors: { AllowOrigins: ['*'] } } as const;
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { url }), workspaceFunction('other')]);
  await region.urls.settled();
  const read = await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' });
  expect(read).toMatchObject({ FunctionUrl: expect.stringMatching(local), AuthType: 'NONE', InvokeMode: 'BUFFERED', Cors: { AllowOrigins: ['*'] } });
  expect(await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn' })).toEqual({ FunctionUrlConfigs: [read] });
  expect((await ask(read.FunctionUrl)).status).toBe(200);
  const changed = { type: 'ResourceConflictException', message: expect.stringContaining('/work/template.yaml, line 5') };
  await expect(region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' })).rejects.toMatchObject(changed);
  await expect(region.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' })).rejects.toMatchObject(changed);
  await expect(region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'NONE' })).rejects.toMatchObject({ status: 409 });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  await region.urls.settled();
  await expect(ask(read.FunctionUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  // It comes back where it was.
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { url })]);
  await region.urls.settled();
  expect((await ask(read.FunctionUrl)).status).toBe(200);
});

test("a page of a list holds the template's URL first, then those of aliases", async () => {
  const region = await openUrls(greet);
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { url: { authType: 'NONE', invokeMode: 'BUFFERED' } })]);
  for (const alias of ['a', 'b']) {
    await commit(region.store, [region.tables.aliases.putting(functionKey('fn', alias), { functionVersion: '$LATEST', description: '', revisionId: 'r' })]);
    await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', Qualifier: alias, AuthType: 'NONE' });
  }
  for (const MaxItems of [1, 2, 3, 4]) {
    const arns: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn', MaxItems, ...(Marker !== undefined && { Marker }) });
      expect(page.FunctionUrlConfigs?.length).toBeLessThanOrEqual(MaxItems);
      arns.push(...(page.FunctionUrlConfigs ?? []).map(({ FunctionArn }) => FunctionArn));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(arns).toEqual([arn('fn'), arn('fn:a'), arn('fn:b')]);
  }
});

const failing: readonly [string, Parameters<typeof openUrls>[0], object][] = [
  ['a function error', () => Promise.resolve({ functionError: 'Unhandled', payload: Buffer.from('{"errorMessage":"secret"}') }), { status: 502, body: 'Internal Server Error' }],
  ['an answer that is none', () => Promise.resolve('{"statusCode":"x"}'), { status: 502, body: 'Internal Server Error' }],
  ['broken base64', () => Promise.resolve('{"statusCode":200,"body":"?","isBase64Encoded":true}'), { status: 502 }],
  ['a throttle', () => Promise.reject(lambdaErrors.throttled('ConcurrentInvocationLimitExceeded')), { status: 429, body: '{"Message":"Rate Exceeded."}', headers: { 'x-amzn-errortype': 'TooManyRequestsException' } }],
  ['a failure of ours', () => Promise.reject(new Error('no')), { status: 502, body: 'Internal Server Error' }],
];

test.each(failing)('%s is answered as Lambda answers it', async (_what, run, answer) => {
  const region = await openUrls(run);
  expect(await ask(await region.publicUrl('fn'))).toMatchObject(answer);
});

test('a response says its status, headers, cookies and bytes', async () => {
  const response = {
    statusCode: 201,
    headers: { 'Content-Type': 'image/png', 'X-A': 1 },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([137, 80]).toString('base64'),
    isBase64Encoded: true,
  };
  const region = await openUrls(() => Promise.resolve(JSON.stringify(response)));
  const answer = await ask(await region.publicUrl('fn'));
  expect(answer).toMatchObject({ status: 201, headers: { 'content-type': 'image/png', 'x-a': '1', 'set-cookie': ['a=1', 'b=2'], 'content-length': '2' } });
});

test('a request of more than 6 MB is refused unrun', async () => {
  const region = await openUrls(greet);
  const url = await region.publicUrl('fn');
  expect((await ask(url, { method: 'POST', body: 'x'.repeat(6_291_457) }).catch(() => ({ status: 413 }))).status).toBe(413);
  // As base64 it is too much.
  expect((await ask(url, { method: 'POST', body: 'x'.repeat(5_000_000) })).status).toBe(413);
  expect(region.invocations).toHaveLength(0);
});

test('a client that leaves does not break the region', async () => {
  const region = await openUrls(greet);
  const url = await region.publicUrl('fn');
  const { port } = new URL(url);
  const sending = request({ port, method: 'POST', agent: false, headers: { 'Content-Length': 10, Expect: '100-continue' } });
  sending.flushHeaders();
  // Its body is waited for.
  await once(sending, 'continue');
  const closed = new Promise((resolve) => sending.once('close', resolve));
  sending.on('error', () => {}).destroy();
  await closed;
  expect((await ask(url)).status).toBe(200);
  expect(region.log).toEqual([]);
});
