import { expect, test } from 'vitest';

import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

const RuntimeVersionArn = `arn:aws:lambda:eu-west-1::runtime:${'0'.repeat(64)}`;

async function withVersion(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn', { Publish: true });
  const alias = { functionVersion: '1', description: '', revisionId: 'r' };
  await commit(region.store, [region.tables.aliases.putting(functionKey('fn', 'live'), alias)]);
  return region;
}

test('runtimes are updated by Lambda unless something else is put', async () => {
  const region = await withVersion();
  expect(await region.call('GetRuntimeManagementConfig', { FunctionName: 'fn' })).toEqual({ UpdateRuntimeOn: 'Auto', FunctionArn: arn('fn') });
  const manual = { UpdateRuntimeOn: 'Manual', FunctionArn: arn('fn'), RuntimeVersionArn };
  const put = { FunctionName: 'fn', UpdateRuntimeOn: 'Manual', RuntimeVersionArn } as const;
  expect(await region.call('PutRuntimeManagementConfig', put)).toEqual(manual);
  expect(await region.call('GetRuntimeManagementConfig', { FunctionName: 'fn' })).toEqual(manual);
  // By `$LATEST` it is the same.
  expect(await region.call('GetRuntimeManagementConfig', { FunctionName: 'fn', Qualifier: '$LATEST' })).toEqual({
    ...manual,
    FunctionArn: arn('fn:$LATEST'),
  });
  expect(await region.call('PutRuntimeManagementConfig', { FunctionName: 'fn', UpdateRuntimeOn: 'FunctionUpdate' })).toEqual({
    UpdateRuntimeOn: 'FunctionUpdate',
    FunctionArn: arn('fn'),
  });
});

test('versions have their own; it is durable, also for functions of a template', async () => {
  const region = await withVersion();
  await region.call('PutRuntimeManagementConfig', { FunctionName: 'fn', Qualifier: '1', UpdateRuntimeOn: 'FunctionUpdate' });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  await region.call('PutRuntimeManagementConfig', { FunctionName: 'w', UpdateRuntimeOn: 'FunctionUpdate' });
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  const modeOf = async (FunctionName: string) => (await again.call('GetRuntimeManagementConfig', { FunctionName })).UpdateRuntimeOn;
  expect([await modeOf('fn'), await modeOf('fn:1')]).toEqual(['Auto', 'FunctionUpdate']);
  again.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  expect(await modeOf('w')).toBe('FunctionUpdate');
});

const invalid = { type: 'InvalidParameterValueException', status: 400 };

test.each<readonly [FunctionName: string, mode: 'Auto' | 'Manual', version: string | undefined, expected: object]>([
  ['missing', 'Auto', undefined, { type: 'ResourceNotFoundException', message: `Function not found: ${arn('missing')}` }],
  ['fn:7', 'Auto', undefined, { type: 'ResourceNotFoundException', message: `Function not found: ${arn('fn:7')}` }],
  ['fn:live', 'Auto', undefined, { ...invalid, message: `The provided function name ${arn('fn:live')} is invalid. Aliases are not allowed.` }],
  ['fn', 'Manual', undefined, invalid],
  ['fn', 'Auto', RuntimeVersionArn, invalid],
])('refuses for %s: %s %s', async (FunctionName, UpdateRuntimeOn, version, expected) => {
  const region = await withVersion();
  const put = region.call('PutRuntimeManagementConfig', { FunctionName, UpdateRuntimeOn, RuntimeVersionArn: version });
  await expect(put).rejects.toMatchObject(expected);
  if (FunctionName === 'fn') return;
  await expect(region.call('GetRuntimeManagementConfig', { FunctionName })).rejects.toMatchObject(expected);
});
