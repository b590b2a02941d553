import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { ask, openUrls, type Sending } from './openUrls.ts';

const greet = () => Promise.resolve('"hello"');
const origin = 'https://app.example';

/** Requests by what they come with, the CORS settings, and whether anything runs. */
const browsers: readonly [string, Sending['headers'], object | undefined, number][] = [
  ['no sign of a browser', {}, undefined, 200],
  ['a foreign origin', { Origin: origin }, undefined, 403],
  ['a foreign origin that the settings do not name', { Origin: origin }, { AllowOrigins: ['https://other.example'] }, 403],
  ['an origin that the settings name', { Origin: origin, 'Sec-Fetch-Site': 'cross-site' }, { AllowOrigins: [origin] }, 200],
  ['any origin where all are allowed', { Origin: 'null' }, { AllowOrigins: ['*'] }, 200],
  ['its own origin', { Origin: 'OWN', 'Sec-Fetch-Site': 'same-origin' }, undefined, 200],
  ['the address bar', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate' }, undefined, 200],
  ['its own page without an Origin', { 'Sec-Fetch-Site': 'same-origin' }, undefined, 200],
  ['an image of another page', { 'Sec-Fetch-Site': 'cross-site' }, { AllowOrigins: ['*'] }, 403],
  ['a link of a page on another port', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate' }, undefined, 403],
  ["a foreign Host", { Host: 'evil.example' }, { AllowOrigins: ['*'] }, 403],
  ['another port in the Host', { Host: '127.0.0.1:1' }, undefined, 403],
  ['two Hosts in one', { Host: '127.0.0.1, evil.example' }, undefined, 403],
  ['localhost', { Host: 'localhost:PORT' }, undefined, 200],
  ['the loopback of IPv6', { Host: '[::1]:PORT' }, undefined, 200],
  ["AWS's own host", { Host: 'DOMAIN' }, undefined, 200],
];

test.each(browsers)('%s', async (_what, headers, Cors, status) => {
  const region = await openUrls(greet);
  const url = await region.publicUrl('fn', { Cors });
  const { port, origin: own } = new URL(url);
  const { urlId } = region.tables.urls.get('fn!') ?? { urlId: '' };
  const filled = Object.entries(headers ?? {}).map(([name, value]) => [
    name,
    String(value).replace('PORT', port).replace('DOMAIN', `${urlId}.lambda-url.eu-west-1.on.aws`).replace('OWN', own),
  ]);
  expect((await ask(url, { headers: Object.fromEntries(filled) })).status).toBe(status);
  expect(region.invocations).toHaveLength(status === 200 ? 1 : 0);
});

test('a preflight is answered without the function, which sets no CORS headers of other answers', async () => {
  const region = await openUrls(() => Promise.resolve('{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}}'));
  const url = await region.publicUrl('fn', { Cors: { AllowOrigins: [origin], AllowMethods: ['PUT'], AllowHeaders: ['x-a'], MaxAge: 60, ExposeHeaders: ['date'] } });
  const preflight = { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT' } };
  const answer = await ask(url, preflight);
  expect(answer).toMatchObject({
    status: 200,
    body: '',
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-a',
      'access-control-expose-headers': 'date',
      'access-control-max-age': '60',
      vary: 'Origin',
    },
  });
  expect(region.invocations).toHaveLength(0);
  // As with Lambda, both stand in the answer: the page is refused until the function leaves its own out.
  expect((await ask(url, { headers: { Origin: origin } })).headers['access-control-allow-origin']).toBe(`${origin}, *`);
  expect((await ask(url)).headers['access-control-allow-origin']).toBe('*');
});

test('OPTIONS without CORS settings is the function’s', async () => {
  const region = await openUrls(greet);
  expect(await ask(await region.publicUrl('fn'), { method: 'OPTIONS' })).toMatchObject({ status: 200, body: 'hello' });
});

test('a public URL asks for both permissions', async () => {
  const region = await openUrls(greet);
  await region.create('fn');
  const { FunctionUrl } = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'NONE' });
  const refused = { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: expect.stringContaining('Forbidden. For troubleshooting') };
  expect(await ask(FunctionUrl)).toMatchObject(refused);
  await region.call('AddPermission', { FunctionName: 'fn', StatementId: 'u', Principal: '*', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' });
  expect(await ask(FunctionUrl)).toMatchObject(refused);
  await region.call('AddPermission', { FunctionName: 'fn', StatementId: 'f', Principal: '*', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true });
  expect((await ask(FunctionUrl)).status).toBe(200);
});

interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly date?: Date;
  readonly body?: string;
}

/** Signs as the SDK signs its own requests. */
async function signed(url: string | undefined, { region = 'eu-west-1', date = new Date(), body, sessionToken, ...keys }: Signing): Promise<Sending> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test', ...(sessionToken !== undefined && { sessionToken }), ...keys };
  const client = new LambdaClient({ region, credentials });
  const signer = await client.config.signer();
  const { hostname, port, host } = new URL(url ?? '');
  const request = await signer.sign(
    { method: body === undefined ? 'GET' : 'POST', protocol: 'http:', hostname, port: Number(port), path: '/', headers: { host }, query: {}, ...(body !== undefined && { body }) },
    { signingDate: date, signingRegion: region, signingService: 'lambda' },
  );
  client.destroy();
  return { method: request.method, headers: request.headers, ...(body !== undefined && { body }) };
}

const cases: readonly [string, Signing | undefined, number, string][] = [
  ['no signature', undefined, 403, '{"Message":"Forbidden"}'],
  ['the test pair', {}, 200, 'hello'],
  ['the test pair and a body', { body: '{"a":1}' }, 200, 'hello'],
  ["the profile's credentials", { accessKeyId: 'AKIAPROFILE', secretAccessKey: 'secret', sessionToken: 'session' }, 200, 'hello'],
  ["the profile's without its token", { accessKeyId: 'AKIAPROFILE', secretAccessKey: 'secret' }, 403, '{"message":"The security token included in the request is invalid."}'],
  ['an unknown key', { accessKeyId: 'AKIAOTHER' }, 403, '{"message":"The security token included in the request is invalid."}'],
  ['a wrong secret', { secretAccessKey: 'wrong' }, 403, 'The request signature we calculated does not match'],
  ['another Region', { region: 'us-west-2' }, 403, 'Credential should be scoped to a valid region.'],
  ['an old signature', { date: new Date(Date.now() - 301_000) }, 403, 'Signature expired: '],
  ['a signature of the future', { date: new Date(Date.now() + 310_000) }, 403, 'Signature not yet current: '],
];

test.each(cases)('AWS_IAM with %s', async (_what, signing, status, body) => {
  const region = await openUrls(greet);
  await region.create('fn');
  const { FunctionUrl } = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' });
  const answer = await ask(FunctionUrl, signing === undefined ? {} : await signed(FunctionUrl, signing));
  expect(answer).toMatchObject({ status, body: expect.stringContaining(body) });
  expect(region.invocations).toHaveLength(status === 200 ? 1 : 0);
});

test('who signed stands in the event', async () => {
  const region = await openUrls(({ payload }) => Promise.resolve(payload.toString()));
  await region.create('fn');
  const { FunctionUrl } = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' });
  expect(JSON.parse((await ask(FunctionUrl, await signed(FunctionUrl, {}))).body)).toMatchObject({
    requestContext: {
      accountId: '123456789012',
      authentication: null,
      authorizer: { iam: { accessKey: 'test', accountId: '123456789012', userArn: 'arn:aws:iam::123456789012:root' } },
    },
  });
});

test('a policy that denies is heard also where a signature holds', async () => {
  const region = await openUrls(greet);
  await region.create('fn');
  const { FunctionUrl, FunctionArn = '' } = await region.call('CreateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' });
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'lambda:*', Resource: FunctionArn }];
  await region.call('PutResourcePolicy', { ResourceArn: FunctionArn, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  expect((await ask(FunctionUrl, await signed(FunctionUrl, {}))).status).toBe(403);
});
