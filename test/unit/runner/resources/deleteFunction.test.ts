import { describe, expect, test } from 'vitest';

import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

const notFound = (of: string) => ({ type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn(of)}` });

/** `fn` with the versions 1 and 2. */
async function withVersions(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn', { Publish: true });
  await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description: '2' });
  await region.call('PublishVersion', { FunctionName: 'fn' });
  return region;
}

const versions = async (region: TestRegion) =>
  (await region.call('ListVersionsByFunction', { FunctionName: 'fn' })).Versions?.map(({ Version }) => Version);

describe('of a version', () => {
  test.each([
    ['fn', '1'],
    ['fn:1', undefined],
    [arn('fn:1'), '1'],
  ])('%s, %s leaves the function and the others', async (FunctionName, Qualifier) => {
    const region = await withVersions();
    const input = { FunctionName, ...(Qualifier !== undefined && { Qualifier }) };
    expect(await region.call('DeleteFunction', input)).toEqual({ StatusCode: 204 });
    expect(await versions(region)).toEqual(['$LATEST', '2']);
    await expect(region.call('GetFunction', { FunctionName: 'fn:1' })).rejects.toMatchObject(notFound('fn:1'));
    await expect(region.resolve('fn:1')).rejects.toMatchObject(notFound('fn:1'));
    await region.stop();
    expect(await versions(await openRegion({ folder: region.folder }))).toEqual(['$LATEST', '2']);
  });

  test('takes what belongs to it, and nothing else', async () => {
    const region = await withVersions();
    const keys = ['1', '2', ''].map((qualifier) => functionKey('fn', qualifier));
    await commit(region.store, keys.map((key) => region.tables.eventInvokeConfigs.putting(key, { lastModified: 0 })));
    await region.call('DeleteFunction', { FunctionName: 'fn:1' });
    expect(region.tables.eventInvokeConfigs.page().map(({ key }) => key)).toEqual([functionKey('fn'), functionKey('fn', '2')]);
    await region.call('DeleteFunction', { FunctionName: 'fn' });
    expect(region.tables.eventInvokeConfigs.size).toBe(0);
  });

  test('is refused while aliases refer to it, as their first version or their second', async () => {
    const region = await withVersions();
    const RoutingConfig = { AdditionalVersionWeights: { 1: 0 } };
    await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });
    await region.call('CreateAlias', { FunctionName: 'fn', Name: 'beta', FunctionVersion: '2', RoutingConfig });
    const remove = () => region.call('DeleteFunction', { FunctionName: 'fn', Qualifier: '1' });
    const refusal = (names: string) => ({
      type: 'ResourceConflictException',
      status: 409,
      message: `Unable to delete version because the following aliases reference it: [${names}]`,
    });
    await expect(remove()).rejects.toMatchObject(refusal('beta, live'));
    await region.call('UpdateAlias', { FunctionName: 'fn', Name: 'beta', RoutingConfig: { AdditionalVersionWeights: {} } });
    await expect(remove()).rejects.toMatchObject(refusal('live'));
    expect(await versions(region)).toEqual(['$LATEST', '1', '2']);
    await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' });
    expect(await remove()).toEqual({ StatusCode: 204 });
  });

  test('of a template, one that the template hides stays', async () => {
    const region = await withVersions();
    region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
    expect(await region.call('DeleteFunction', { FunctionName: 'fn:1' })).toEqual({ StatusCode: 204 });
    region.functions.replaceWorkspaceFunctions([]);
    expect(await versions(region)).toEqual(['$LATEST', '1', '2']);
  });
});

test('of a function takes its versions and aliases; one of the same name begins anew', async () => {
  const region = await withVersions();
  await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });
  await region.create('fn2', { Publish: true });
  await region.call('CreateAlias', { FunctionName: 'fn2', Name: 'live', FunctionVersion: '1' });
  await region.call('DeleteFunction', { FunctionName: 'fn' });
  await expect(region.call('ListVersionsByFunction', { FunctionName: 'fn' })).rejects.toMatchObject(notFound('fn'));
  await expect(region.resolve('fn:1')).rejects.toMatchObject(notFound('fn:1'));
  await region.create('fn');
  expect(await versions(region)).toEqual(['$LATEST']);
  expect(await region.call('ListAliases', { FunctionName: 'fn' })).toEqual({ Aliases: [] });
  expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '1' });
  expect((await region.resolve('fn2:live')).version.version).toBe('1');
});
