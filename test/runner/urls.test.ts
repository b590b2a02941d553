import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';

import { createCommand, temporaryData } from '../shared/functionPackage.ts';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { permitUrl } from '../shared/permitUrl.ts';
import { openRegion, type RegionOptions } from '../shared/region.ts';
import { temporaryWorkspace, templateOf } from '../shared/temporaryWorkspace.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

const zip = zipBytes([
  {
    name: 'index.mjs',
    content: `
      export const handler = async (event) => {
        const body = event.body && !event.isBase64Encoded ? JSON.parse(event.body) : {};
        if (body.throws) throw new Error('secret');
        return body.response ?? event;
      };
      export const stream = awslambda.streamifyResponse(async (event, stream) => {
        if (event.rawPath === '/plain') stream.setContentType('text/plain');
        else stream = awslambda.HttpResponseStream.from(stream, { statusCode: 418, headers: { 'X-A': '1' }, cookies: ['a=1'] });
        for (const text of ['a', 'b', 'c']) {
          stream.write(text);
          await new Promise((done) => setTimeout(done, 20));
        }
        if (event.rawPath === '/midway') throw new Error('midway');
        stream.end();
      });
    `,
  },
]);

async function open(options: RegionOptions = {}) {
  const region = await openRegion(options);
  onTestFinished(() => region[Symbol.asyncDispose]());
  const client = new TestClient(region.endpoint);
  onTestFinished(() => client.destroy());
  const publicUrl = async (name: string, more: Partial<CreateFunctionUrlConfigCommandInput> = {}, code: object = {}): Promise<string> => {
    await client.send(createCommand(name, zip, code));
    const { FunctionUrl } = await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE', ...more }));
    await permitUrl(client, name);
    return FunctionUrl ?? '';
  };
  return { region, client, publicUrl };
}

test('a URL runs its function, and goes with its configuration', async () => {
  const { client, publicUrl } = await open();
  const url = await publicUrl('fn');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const answer = await fetch(`${url}orders/7?a=1&a=2`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await answer.json()).toMatchObject({ version: '2.0', rawPath: '/orders/7', queryStringParameters: { a: '1,2' }, body: '{}' });
  const response = { statusCode: '201', headers: { 'X-A': '1' }, cookies: ['a=1', 'b=2'], body: 'AAH/', isBase64Encoded: true };
  const second = await fetch(url, { method: 'POST', body: JSON.stringify({ response }), headers: { 'content-type': 'application/json' } });
  expect({ status: second.status, a: second.headers.get('x-a'), cookies: second.headers.getSetCookie() }).toEqual({ status: 201, a: '1', cookies: ['a=1', 'b=2'] });
  expect(Buffer.from(await second.arrayBuffer())).toEqual(Buffer.from([0, 1, 255]));
  const failed = await fetch(url, { method: 'POST', body: '{"throws":true}', headers: { 'content-type': 'text/plain' } });
  expect([failed.status, await failed.text()]).toEqual([502, 'Internal Server Error']);
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'fn', ReservedConcurrentExecutions: 0 }));
  const throttled = await fetch(url);
  expect([throttled.status, await throttled.text()]).toEqual([429, '{"Message":"Rate Exceeded."}']);
  await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: 'fn' }));
  await expect(fetch(url)).rejects.toThrow();
});

test('a streaming URL answers as its function writes', async () => {
  const { publicUrl } = await open();
  const url = await publicUrl('fn', { InvokeMode: 'RESPONSE_STREAM' }, { Handler: 'index.stream' });
  const plain = await fetch(`${url}plain`);
  expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([200, 'text/plain', 'abc']);
  const chunks: string[] = [];
  const answer = await fetch(url);
  for await (const chunk of answer.body ?? []) chunks.push(Buffer.from(chunk).toString());
  expect([answer.status, answer.headers.get('x-a'), answer.headers.getSetCookie(), chunks.join('')]).toEqual([418, '1', ['a=1'], 'abc']);
  expect(chunks.length).toBeGreaterThan(1);
  const midway = await fetch(`${url}midway`);
  expect(midway.status).toBe(418);
  await expect(midway.text()).rejects.toThrow();
});

test('URLs outlive a restart at their ports, and an alias runs what it points to', async () => {
  const dataFolder = await temporaryData();
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  const first = await open({ dataFolder });
  const own = await first.publicUrl('fn');
  await first.client.send(new PublishVersionCommand({ FunctionName: 'fn' }));
  await first.client.send(new CreateAliasCommand({ FunctionName: 'fn', Name: 'live', FunctionVersion: '1' }));
  const { FunctionUrl: alias = '' } = await first.client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'fn', Qualifier: 'live', AuthType: 'NONE' }));
  expect(await (await fetch(alias)).json()).toMatchObject({ Message: expect.stringContaining('Forbidden') });
  await first.region.stop();
  const second = await open({ dataFolder });
  expect((await second.client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'fn' }))).FunctionUrl).toBe(own);
  expect((await fetch(own)).status).toBe(200);
  await second.client.send(new DeleteFunctionCommand({ FunctionName: 'fn' }));
  await eventually(async () => (await fetch(own).catch(() => undefined)) === undefined || undefined);
  await expect(fetch(alias)).rejects.toThrow();
});

test("a template's URL is served, and follows the template", async () => {
  await using workspace = await temporaryWorkspace({ 'index.mjs': 'export const handler = async () => "from a template";' });
  const withUrl = templateOf({ fn: 'Handler: index.handler, FunctionUrlConfig: { AuthType: NONE }' });
  const template = await workspace.write('template.yaml', withUrl);
  const { client } = await open({ templates: [template] });
  const read = () => client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'fn' }));
  const { FunctionUrl = '' } = await eventually(async () => {
    const answer = await read();
    return answer.FunctionUrl?.startsWith('http://127.0.0.1') === true ? answer : undefined;
  });
  expect(await (await fetch(FunctionUrl)).text()).toBe('from a template');
  await expect(client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: 'fn', AuthType: 'AWS_IAM' }))).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: expect.stringContaining('template.yaml'),
  });
  await workspace.write('template.yaml', templateOf({ fn: 'Handler: index.handler' }));
  await eventually(async () => (await read().catch(() => undefined)) === undefined || undefined);
  await expect(fetch(FunctionUrl)).rejects.toThrow();
});

test('pages of other sites run nothing', async () => {
  const { publicUrl } = await open();
  const url = await publicUrl('fn', { Cors: { AllowOrigins: ['https://app.example'] } });
  expect((await fetch(url, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  expect((await fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  const allowed = await fetch(url, { headers: { origin: 'https://app.example' } });
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example']);
});
