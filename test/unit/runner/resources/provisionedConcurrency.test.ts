import { expect, test } from 'vitest';

import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { provisionedTotal } from '../../../../src/runner/resources/provisionedConcurrency/provisionedTotals.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, otherZip, type TestRegion, type TestRegionOptions, workspaceFunction } from './testRegion.ts';

const LastModified = '2024-01-01T00:00:00+0000';

/** `fn` with versions 1 and 2, and aliases: `live` of 1, `both` of 2 and 1, `latest` of `$LATEST`. */
async function withVersions(options: TestRegionOptions = {}): Promise<TestRegion> {
  const region = await openRegion(options);
  const settled = () => region.advance(options.timeScale === undefined ? 0 : 500);
  await region.create('fn', { Publish: true });
  settled();
  await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip, Publish: true });
  settled();
  const rest = { description: '', revisionId: 'r' };
  await commit(region.store, [
    region.tables.aliases.putting(functionKey('fn', 'live'), { ...rest, functionVersion: '1' }),
    region.tables.aliases.putting(functionKey('fn', 'both'), { ...rest, functionVersion: '2', additional: { version: '1', weight: 0.5 } }),
    region.tables.aliases.putting(functionKey('fn', 'latest'), { ...rest, functionVersion: '$LATEST' }),
  ]);
  return region;
}

function provision(region: TestRegion, Qualifier: string, ProvisionedConcurrentExecutions: number, FunctionName = 'fn') {
  return region.call('PutProvisionedConcurrencyConfig', { FunctionName, Qualifier, ProvisionedConcurrentExecutions });
}

function read(region: TestRegion, Qualifier: string, FunctionName = 'fn') {
  return region.call('GetProvisionedConcurrencyConfig', { FunctionName, Qualifier });
}

function remove(region: TestRegion, Qualifier: string, FunctionName = 'fn') {
  return region.call('DeleteProvisionedConcurrencyConfig', { FunctionName, Qualifier });
}

const state = (Status: string, requested: number, allocated: number) => ({
  RequestedProvisionedConcurrentExecutions: requested,
  AvailableProvisionedConcurrentExecutions: allocated,
  AllocatedProvisionedConcurrentExecutions: allocated,
  Status,
  LastModified,
});

test('a configuration is answered as far as it is', async () => {
  const region = await withVersions();
  expect(await provision(region, '1', 5)).toEqual(state('IN_PROGRESS', 5, 0));
  expect(await read(region, '1')).toEqual(state('IN_PROGRESS', 5, 0));
  const key = functionKey('fn', '1');
  region.allocated.set(key, { status: 'IN_PROGRESS', allocated: 3, available: 0 });
  expect(await read(region, '1')).toEqual({ ...state('IN_PROGRESS', 5, 3), AvailableProvisionedConcurrentExecutions: 0 });
  region.allocated.set(key, { status: 'FAILED', statusReason: 'FUNCTION_ERROR_INIT_FAILURE', allocated: 0, available: 0 });
  expect(await read(region, '1')).toEqual({ ...state('FAILED', 5, 0), StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' });
  region.allocated.set(key, { status: 'READY', allocated: 5, available: 5 });
  expect(await read(region, '1')).toEqual(state('READY', 5, 5));
  // What was just asked for is in progress, also where nothing is left to do.
  expect(await provision(region, '1', 5)).toEqual(state('IN_PROGRESS', 5, 5));
  // The version's own state is another matter.
  expect((await region.call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '1' })).LastUpdateStatus).toBe('Successful');
});

test('configurations are listed by page, deleted, and deleted again', async () => {
  const region = await withVersions();
  await provision(region, '1', 1);
  await provision(region, '2', 2);
  const first = await region.call('ListProvisionedConcurrencyConfigs', { FunctionName: 'fn', MaxItems: 1 });
  expect(first.ProvisionedConcurrencyConfigs).toEqual([{ FunctionArn: arn('fn:1'), ...state('IN_PROGRESS', 1, 0) }]);
  const second = await region.call('ListProvisionedConcurrencyConfigs', { FunctionName: 'fn', MaxItems: 1, Marker: first.NextMarker });
  expect(second).toEqual({ ProvisionedConcurrencyConfigs: [{ FunctionArn: arn('fn:2'), ...state('IN_PROGRESS', 2, 0) }] });
  expect(provisionedTotal(region, 'fn')).toBe(3);
  expect(await remove(region, '1')).toEqual({});
  expect(await remove(region, '1')).toEqual({});
  expect(provisionedTotal(region, 'fn')).toBe(2);
});

const conflict = (message: string) => ({ type: 'ResourceConflictException', status: 409, message });
const usedVersion = conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
const pointed = conflict('Version is pointed by a Provisioned Concurrency alias');

test.each<readonly [configured: string, refused: string, expected: object | undefined]>([
  ['1', 'live', usedVersion],
  ['1', 'both', usedVersion],
  ['2', 'live', undefined],
  ['live', '1', pointed],
  ['both', '1', pointed],
  ['live', '2', undefined],
  ['live', 'both', usedVersion],
  ['live', 'live', undefined],
  ['1', '2', undefined],
])('provisioned for %s, it is asked for %s', async (configured, asked, expected) => {
  const region = await withVersions();
  await provision(region, configured, 1);
  if (expected === undefined) await provision(region, asked, 2);
  else await expect(provision(region, asked, 2)).rejects.toMatchObject(expected);
});

const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
const notFound = (message: string) => ({ type: 'ResourceNotFoundException', status: 404, message });
const noConfig = {
  type: 'ProvisionedConcurrencyConfigNotFoundException',
  status: 404,
  message: 'No Provisioned Concurrency Config found for this function',
};
const unpublished = invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');

test.each<readonly [to: string, alsoProvisioned: readonly string[], expected: object | undefined]>([
  ['$LATEST', [], unpublished],
  ['2', ['2'], usedVersion],
  ['2', [], undefined],
])('an alias that has some is moved to %s, while %j have some too', async (to, alsoProvisioned, expected) => {
  const region = await withVersions();
  for (const qualifier of ['live', ...alsoProvisioned]) await provision(region, qualifier, 1);
  const moved = region.call('UpdateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: to });
  if (expected === undefined) expect(await moved).toMatchObject({ FunctionVersion: to });
  else await expect(moved).rejects.toMatchObject(expected);
});

const notPublished = invalid('The function resource provided must be an alias or a published version.');

test.each<readonly [name: string, qualifier: string, put: object | undefined, get: object, deleted: object | undefined]>([
  ['fn', '$LATEST', unpublished, notPublished, notPublished],
  ['fn', 'latest', unpublished, noConfig, undefined],
  ['fn', '1', undefined, noConfig, undefined],
  ...(['fn', 'missing'] as const).flatMap((name) => {
    const version = notFound(`Function not found: ${arn(`${name}:10`)}`);
    const alias = notFound(`Cannot find alias arn: ${arn(`${name}:noalias`)}`);
    return [[name, '10', version, version, version] as const, [name, 'noalias', alias, alias, alias] as const];
  }),
])('%s %s: what is answered', async (name, qualifier, put, get, deleted) => {
  const region = await withVersions();
  await expect(read(region, qualifier, name)).rejects.toMatchObject(get);
  if (deleted === undefined) await remove(region, qualifier, name);
  else await expect(remove(region, qualifier, name)).rejects.toMatchObject(deleted);
  if (put === undefined) await provision(region, qualifier, 1, name);
  else await expect(provision(region, qualifier, 1, name)).rejects.toMatchObject(put);
});

test('a function that is not there has no list; two qualifiers must agree', async () => {
  const region = await withVersions();
  await expect(region.call('ListProvisionedConcurrencyConfigs', { FunctionName: 'missing' })).rejects.toMatchObject(
    notFound(`Function not found: ${arn('missing')}`),
  );
  await expect(provision(region, 'live', 1, 'fn:1')).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
});

test('a function that keeps its tenants apart has none', async () => {
  const region = await openRegion();
  await region.create('apart', { Publish: true, TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
  await expect(provision(region, '1', 1, 'apart')).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
});

test('no more is provisioned than the function reserves', async () => {
  const region = await withVersions();
  await region.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 3 });
  const refused = invalid('Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function');
  await provision(region, '1', 2);
  await expect(provision(region, '2', 2)).rejects.toMatchObject(refused);
  await expect(provision(region, '1', 4)).rejects.toMatchObject(refused);
  await provision(region, '1', 3);
});

test('without a reservation, the account has it, and keeps 100', async () => {
  const region = await withVersions();
  await region.create('other');
  await region.call('PutFunctionConcurrency', { FunctionName: 'other', ReservedConcurrentExecutions: 200 });
  await provision(region, '1', 300);
  await expect(provision(region, '2', 501)).rejects.toMatchObject(
    invalid("Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [500]."),
  );
  const below = "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].";
  await expect(provision(region, '2', 401)).rejects.toMatchObject(invalid(below));
  await provision(region, '2', 400);
  // Its own is not counted twice.
  await provision(region, '1', 300);
});

test('a configuration is durable, and goes with its version, alias and function', async () => {
  const region = await withVersions({ timeScale: 1 });
  await provision(region, '1', 2);
  await provision(region, '2', 3);
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect(await read(again, '1')).toMatchObject({ RequestedProvisionedConcurrentExecutions: 2 });
  await again.call('DeleteFunction', { FunctionName: 'fn' });
  await again.create('fn', { Publish: true });
  await expect(read(again, '1')).rejects.toMatchObject(noConfig);
  expect(provisionedTotal(again, 'fn')).toBe(0);
});

test('what a template hides takes nothing', async () => {
  const region = await withVersions();
  await provision(region, '1', 300);
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  expect(provisionedTotal(region, 'fn')).toBe(0);
  expect((await region.accountSettings()).AccountLimit?.UnreservedConcurrentExecutions).toBe(1000);
  region.functions.replaceWorkspaceFunctions([]);
  expect(provisionedTotal(region, 'fn')).toBe(300);
});
