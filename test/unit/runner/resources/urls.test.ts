import { expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { urlIdOf } from '../../../../src/runner/resources/urls/urlId.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion } from './testRegion.ts';

const created = '2024-01-01T00:00:00.000Z';
const host = /^https:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/;
const noFunction = { type: 'ResourceNotFoundException', status: 404, message: 'Function does not exist' };
const noUrl = { type: 'ResourceNotFoundException', status: 404, message: 'The resource you requested does not exist.' };

/** `fn` with version 1 and alias `live`. */
async function withFunction(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn', { Publish: true });
  const alias = { functionVersion: '1', description: '', revisionId: 'r' };
  await commit(region.store, [region.tables.aliases.putting(functionKey('fn', 'live'), alias)]);
  return region;
}

type Input = Operations['CreateFunctionUrlConfig']['input'];

function createUrl(region: TestRegion, FunctionName: string, more: Partial<Input> = {}): Promise<Operations['CreateFunctionUrlConfig']['output']> {
  return region.call('CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE', ...more });
}

test('a URL is made, read, changed and deleted, each answer with the members that it has in Lambda', async () => {
  const region = await withFunction();
  const base = { FunctionUrl: expect.stringMatching(host), FunctionArn: arn('fn'), AuthType: 'NONE', CreationTime: created };
  const made = await createUrl(region, 'fn');
  expect(made).toEqual(base);
  const read = { ...base, LastModifiedTime: created, InvokeMode: 'BUFFERED' };
  expect(await region.call('GetFunctionUrlConfig', { FunctionName: arn('fn') })).toEqual(read);
  region.advance(1500);
  const changed = { AuthType: 'AWS_IAM', LastModifiedTime: '2024-01-01T00:00:01.500Z' };
  expect(await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' })).toEqual({ ...base, ...changed });
  expect(await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).toEqual({ ...read, ...changed, FunctionUrl: made.FunctionUrl });
  expect(await region.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' })).toEqual({});
  await expect(region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).rejects.toMatchObject(noUrl);
});

test('the invoke mode is answered where it is given, and kept', async () => {
  const region = await withFunction();
  expect(await createUrl(region, 'fn', { InvokeMode: 'RESPONSE_STREAM' })).toMatchObject({ InvokeMode: 'RESPONSE_STREAM' });
  expect(await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'AWS_IAM' })).not.toHaveProperty('InvokeMode');
  expect(await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).toMatchObject({ InvokeMode: 'RESPONSE_STREAM' });
  expect(await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', InvokeMode: 'BUFFERED' })).toMatchObject({
    InvokeMode: 'BUFFERED',
    AuthType: 'AWS_IAM',
  });
});

test('CORS settings are kept as they are, replaced as a whole, and taken away by empty ones', async () => {
  const region = await withFunction();
  const Cors = {
    AllowCredentials: false,
    AllowHeaders: ['x-a'],
    AllowMethods: ['GET', 'POST'],
    AllowOrigins: ['https://example.com'],
    ExposeHeaders: ['date'],
    MaxAge: 0,
  };
  expect((await createUrl(region, 'fn', { Cors })).Cors).toEqual(Cors);
  expect((await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', AuthType: 'NONE' })).Cors).toEqual(Cors);
  const other = { AllowOrigins: ['*'] };
  expect((await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', Cors: other })).Cors).toEqual(other);
  expect((await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).Cors).toEqual(other);
  await region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', Cors: {} });
  expect(await region.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).not.toHaveProperty('Cors');
});

test('a function and its alias have URLs of their own, listed by page', async () => {
  const region = await withFunction();
  const [own, alias] = [await createUrl(region, 'fn'), await createUrl(region, 'fn:live', { Qualifier: 'live' })];
  expect(alias.FunctionArn).toBe(arn('fn:live'));
  expect(alias.FunctionUrl).not.toBe(own.FunctionUrl);
  const first = await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn', MaxItems: 1 });
  expect(first.FunctionUrlConfigs).toEqual([{ ...own, LastModifiedTime: created, InvokeMode: 'BUFFERED' }]);
  const second = await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn', MaxItems: 1, Marker: first.NextMarker });
  expect(second).toEqual({ FunctionUrlConfigs: [{ ...alias, LastModifiedTime: created, InvokeMode: 'BUFFERED' }] });
});

test('a URL is the same when it is made again, and in another process', async () => {
  const region = await withFunction();
  const before = (await createUrl(region, 'fn')).FunctionUrl;
  await region.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' });
  expect((await createUrl(region, 'fn')).FunctionUrl).toBe(before);
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect((await again.call('GetFunctionUrlConfig', { FunctionName: 'fn' })).FunctionUrl).toBe(before);
  expect(urlIdOf(arn('fn'))).toBe('6d3dwnhsc76sxt4djd4b2bzazysgk4h4');
});

test('a URL goes with its function', async () => {
  const region = await withFunction();
  await createUrl(region, 'fn');
  await region.call('DeleteFunction', { FunctionName: 'fn' });
  await region.create('fn');
  expect(await region.call('ListFunctionUrlConfigs', { FunctionName: 'fn' })).toEqual({ FunctionUrlConfigs: [] });
});

test('a second URL conflicts', async () => {
  const region = await withFunction();
  await createUrl(region, 'fn:live');
  await expect(createUrl(region, 'fn', { Qualifier: 'live' })).rejects.toMatchObject({
    type: 'ResourceConflictException',
    status: 409,
    message: `Failed to create function url config for [functionArn = ${arn('fn:live')}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  });
});

test.each<readonly [string, string, string | undefined, object, object]>([
  ['no function', 'missing', undefined, noFunction, noUrl],
  ['no alias', 'fn', 'v1', noFunction, noUrl],
])('refuses: %s', async (_title, FunctionName, Qualifier, changing, reading) => {
  const region = await withFunction();
  await expect(createUrl(region, FunctionName, { Qualifier })).rejects.toMatchObject(changing);
  await expect(region.call('UpdateFunctionUrlConfig', { FunctionName, Qualifier })).rejects.toMatchObject(changing);
  await expect(region.call('GetFunctionUrlConfig', { FunctionName, Qualifier })).rejects.toMatchObject(reading);
  await expect(region.call('DeleteFunctionUrlConfig', { FunctionName, Qualifier })).rejects.toMatchObject(reading);
});

test('refuses: no URL, no function to list, two qualifiers', async () => {
  const region = await withFunction();
  await expect(region.call('UpdateFunctionUrlConfig', { FunctionName: 'fn' })).rejects.toMatchObject(noUrl);
  await expect(region.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' })).rejects.toMatchObject(noUrl);
  await expect(region.call('ListFunctionUrlConfigs', { FunctionName: 'missing' })).rejects.toMatchObject(noFunction);
  await expect(createUrl(region, 'fn:live', { Qualifier: 'other' })).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message: 'The derived qualifier from the function name does not match the specified qualifier.',
  });
});
