import { expect, test } from 'vitest';

import { numberedKey } from '../../../../src/runner/resources/functionKey.ts';
import { versionDocuments } from '../../../../src/runner/resources/versions/storedVersion.ts';
import { openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: '*' };

/** Runs `task` when the next write of the store begins. */
function beforeNextWrite({ store }: TestRegion, task: () => void): void {
  const write = store.write.bind(store);
  store.write = (changes) => {
    store.write = write;
    task();
    return write(changes);
  };
}

test('a template that changes while its function gets a permission is served as it is then', async () => {
  const region = await openRegion();
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  beforeNextWrite(region, () => {
    region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { revision: '2', settings: { Timeout: 77 } })]);
  });
  await region.call('AddPermission', { FunctionName: 'fn', ...permission });
  expect(region.latest('fn').settings.Timeout).toBe(77);
});

test('a template that goes while its function gets a permission leaves the function of the API that it hid as it was', async () => {
  const region = await openRegion();
  await region.create('fn');
  const { RevisionId } = await region.call('GetFunctionConfiguration', { FunctionName: 'fn' });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { settings: { Timeout: 77 } })]);
  beforeNextWrite(region, () => region.functions.replaceWorkspaceFunctions([]));
  await region.call('AddPermission', { FunctionName: 'fn', ...permission });
  expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toMatchObject({ Timeout: 3, RevisionId });
});

test('a version that is read while it changes is shown as it changed', async () => {
  const first = await openRegion();
  await first.create('fn', { Publish: true });
  await first.stop();
  // A start forgets what was in memory: the first look is at the disk.
  const region = await openRegion({ folder: first.folder });
  const get = region.store.get.bind(region.store);
  let changed: Promise<unknown> | undefined;
  region.store.get = async (kind, key) => {
    const read = await get(kind, key);
    if (changed === undefined) {
      changed = region.call('AddPermission', { FunctionName: 'fn', Qualifier: '1', ...permission });
      await changed;
    }
    return read;
  };
  await region.call('GetFunction', { FunctionName: 'fn', Qualifier: '1' });
  const { RevisionId } = await region.call('GetPolicy', { FunctionName: 'fn', Qualifier: '1' });
  const onDisk = await get(versionDocuments, numberedKey('fn', 1));
  expect(RevisionId).toBe(onDisk?.configuration.revisionId);
  expect((await region.call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '1' })).RevisionId).toBe(RevisionId);
});

test('a scaling configuration is not put on a function of the same name that came in between', async () => {
  const region = await openRegion();
  await region.call('CreateCapacityProvider', {
    CapacityProviderName: 'machines',
    VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: 'arn:aws:iam::123456789012:role/test' },
  });
  const CapacityProviderArn = 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:machines';
  const provider = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } };
  await region.create('fn', { Publish: true, CapacityProviderConfig: provider });
  const remade = region.functions.exclusive('fn', () => region.functions.delete('fn'));
  const made = region.create('fn', { Publish: true });
  const put = region.call('PutFunctionScalingConfig', { FunctionName: 'fn', Qualifier: '1', FunctionScalingConfig: {} });
  await remade;
  await made;
  await expect(put).rejects.toMatchObject({ type: 'AccessDeniedException' });
  expect(region.tables.functionScaling.size).toBe(0);
});

test('tags and environment variables of any name are there after a start', async () => {
  const region = await openRegion();
  const Variables = { constructor: 'a', prototype: 'b', toString: 'c' };
  await region.create('fn', { Tags: { constructor: 'd', hasOwnProperty: 'e' }, Environment: { Variables }, Publish: true });
  const tags: Record<string, string> = Object.fromEntries([['__proto__', 'f']]);
  await region.call('TagResource', { Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:fn', Tags: tags });
  const found = await region.call('GetFunction', { FunctionName: 'fn' });
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  const after = await again.call('GetFunction', { FunctionName: 'fn' });
  expect(after).toEqual(found);
  expect(Object.keys(after.Tags ?? {}).sort()).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
  // Nothing has changed since the version was published, of which the code was read from the disk.
  expect((await again.call('PublishVersion', { FunctionName: 'fn' })).Version).toBe('1');
});

test('who waits for functions hears of a new alias', async () => {
  const region = await openRegion();
  await region.create('fn');
  let heard = 0;
  region.functions.onDidChange(() => (heard += 1));
  await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '$LATEST' });
  expect(heard).toBe(1);
});

test('what belonged to a function of a template is there when it comes back, and is not that of a new function of its name', async () => {
  const region = await openRegion();
  const FunctionName = 'fn';
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  await region.call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '$LATEST' });
  await region.call('CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' });
  await region.call('AddPermission', { FunctionName, ...permission });
  await region.call('PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0 });
  region.functions.replaceWorkspaceFunctions([]);
  await expect(region.call('GetFunctionUrlConfig', { FunctionName })).rejects.toMatchObject({ status: 404 });
  await expect(region.call('GetFunctionEventInvokeConfig', { FunctionName })).rejects.toMatchObject({ status: 404 });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  await region.call('GetFunctionUrlConfig', { FunctionName });
  await region.call('GetFunctionEventInvokeConfig', { FunctionName });

  region.functions.replaceWorkspaceFunctions([]);
  await region.create('fn');
  expect((await region.call('ListAliases', { FunctionName })).Aliases).toEqual([]);
  expect((await region.call('ListFunctionUrlConfigs', { FunctionName })).FunctionUrlConfigs).toEqual([]);
  expect((await region.call('ListFunctionEventInvokeConfigs', { FunctionName })).FunctionEventInvokeConfigs).toEqual([]);
  await expect(region.call('GetPolicy', { FunctionName })).rejects.toMatchObject({ status: 404 });
});
