import { describe, expect, test } from 'vitest';

import { arn, openRegion, type TestRegion, workspaceFunction, zip } from './testRegion.ts';
import { folderLayers } from '../../../shared/folderLayers.ts';
import { plainExecution } from '../../../shared/functionVersion.ts';

const configuration = (region: TestRegion, FunctionName: string) => region.call('GetFunctionConfiguration', { FunctionName });
const codes = (problems: readonly { readonly code: string; readonly functionName?: string }[]) =>
  problems.map(({ code, functionName }) => `${code} ${functionName ?? ''}`);

test('functions of templates run from their folder and show as others do', async () => {
  const region = await openRegion();
  const definition = workspaceFunction('w', { layers: folderLayers('/work/layer'), settings: { Environment: { A: '1' }, Timeout: 7 } });
  expect(region.functions.replaceWorkspaceFunctions([definition])).toEqual([]);
  expect(region.latest('w')).toEqual({
    settings: definition.settings,
    version: '$LATEST',
    execution: plainExecution('w'),
    arn: arn('w'),
    code: { type: 'folder', path: '/work/w' },
    layers: folderLayers('/work/layer'),
    origin: { type: 'template', logicalId: 'wFunction', position: definition.position },
    revision: expect.any(String),
  });
  const found = await region.call('GetFunction', { FunctionName: 'w' });
  expect(found.Configuration).toMatchObject({
    State: 'Active',
    Timeout: 7,
    CodeSize: 0,
    Environment: { Variables: { A: '1' } },
    TracingConfig: { Mode: 'PassThrough' },
  });
  expect(found.Code).toEqual({ RepositoryType: 'Folder', Location: 'file:///work/w' });
  region.functions.replaceWorkspaceFunctions([]);
  await expect(configuration(region, 'w')).rejects.toMatchObject({ status: 404 });
});

test('a function that cannot run is failed, and says why', async () => {
  const region = await openRegion();
  const { position } = workspaceFunction('w');
  region.functions.replaceWorkspaceFunctions([
    workspaceFunction('w', { problem: { code: 'HANDLER_MISSING', severity: 'error', message: 'index.js is missing', position } }),
  ]);
  expect(region.latest('w').problem).toBe('index.js is missing');
  expect(await configuration(region, 'w')).toMatchObject({
    State: 'Failed',
    StateReason: 'index.js is missing',
    StateReasonCode: 'InvalidConfiguration',
  });
});

test('the revision changes with the code and the settings, and with nothing else', async () => {
  const region = await openRegion();
  const revisions: string[] = [];
  const replaced = (more: Parameters<typeof workspaceFunction>[1]) => {
    region.functions.replaceWorkspaceFunctions([workspaceFunction('w', more)]);
    revisions.push(region.latest('w').revision);
  };
  replaced({ revision: '1' });
  replaced({ revision: '1' });
  replaced({ revision: '2' });
  replaced({ revision: '3', settings: { Timeout: 8 } });
  expect(revisions[1]).toBe(revisions[0]);
  expect(new Set(revisions).size).toBe(3);
});

describe('changes through the API', () => {
  test('settings hold until the template changes the settings, and are gone after a restart', async () => {
    const region = await openRegion();
    const replace = (revision: string, Timeout: number) =>
      region.functions.replaceWorkspaceFunctions([workspaceFunction('w', { revision, settings: { Timeout } })]);
    replace('1', 3);
    const before = region.latest('w').revision;
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'w', MemorySize: 512, TracingConfig: { Mode: 'Active' } });
    expect(region.latest('w').revision).not.toBe(before);
    replace('2', 3);
    expect(await configuration(region, 'w')).toMatchObject({ MemorySize: 512, TracingConfig: { Mode: 'Active' } });
    replace('3', 4);
    expect(await configuration(region, 'w')).toMatchObject({ MemorySize: 128, Timeout: 4, TracingConfig: { Mode: 'PassThrough' } });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'w', MemorySize: 512 });
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    again.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
    expect(await configuration(again, 'w')).toMatchObject({ MemorySize: 128 });
  });

  test('a reservation goes before the template’s, also after a restart', async () => {
    const region = await openRegion();
    const definitions = [workspaceFunction('w', { reservedConcurrency: 5 }), workspaceFunction('v', { reservedConcurrency: 6 })];
    region.functions.replaceWorkspaceFunctions(definitions);
    expect(region.functions.reservedTotal).toBe(11);
    await region.call('PutFunctionConcurrency', { FunctionName: 'w', ReservedConcurrentExecutions: 2 });
    await region.call('DeleteFunctionConcurrency', { FunctionName: 'v' });
    expect(region.functions.reservedTotal).toBe(2);
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    again.functions.replaceWorkspaceFunctions(definitions);
    expect(again.latest('w').reservedConcurrency).toBe(2);
    expect(again.latest('v').reservedConcurrency).toBeUndefined();
  });

  test('code and existence are the template’s', async () => {
    const region = await openRegion();
    region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
    const refused = {
      type: 'ResourceConflictException',
      status: 409,
      message: expect.stringContaining('wFunction in /work/template.yaml, line 5'),
    };
    await expect(region.call('UpdateFunctionCode', { FunctionName: 'w', ZipFile: zip })).rejects.toMatchObject(refused);
    await expect(region.call('DeleteFunction', { FunctionName: 'w' })).rejects.toMatchObject(refused);
    await expect(region.create('w')).rejects.toMatchObject({ status: 409, message: 'Function already exist: w' });
    expect(region.functions.latest()).toHaveLength(1);
  });
});

describe('what cannot be taken as it is', () => {
  test('a function of the API is hidden, and back when the workspace’s is gone', async () => {
    const region = await openRegion();
    await region.create('fn', { Description: 'api' });
    await region.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 300 });
    const problems = region.functions.replaceWorkspaceFunctions([workspaceFunction('fn', { settings: { Description: 'template' } })]);
    expect(codes(problems)).toEqual(['FUNCTION_SHADOWS fn']);
    expect(await configuration(region, 'fn')).toMatchObject({ Description: 'template' });
    expect([region.functions.count, region.functions.reservedTotal]).toEqual([1, 0]);
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 9 });
    expect(region.functions.replaceWorkspaceFunctions([])).toEqual([]);
    expect(await configuration(region, 'fn')).toMatchObject({ Description: 'api', Timeout: 3 });
    expect(region.functions.reservedTotal).toBe(300);
  });

  test('of two functions of one name the first is served', async () => {
    const region = await openRegion();
    const problems = region.functions.replaceWorkspaceFunctions([
      workspaceFunction('w', { logicalId: 'One' }),
      workspaceFunction('w', { logicalId: 'Two' }),
    ]);
    expect(codes(problems)).toEqual(['FUNCTION_DUPLICATE w']);
    expect(region.latest('w').origin).toMatchObject({ logicalId: 'One' });
  });

  test('reservations that leave too little are not granted, until there is enough', async () => {
    const region = await openRegion();
    await region.create('api');
    const problems = region.functions.replaceWorkspaceFunctions([
      workspaceFunction('first', { reservedConcurrency: 500 }),
      workspaceFunction('second', { reservedConcurrency: 500 }),
      workspaceFunction('third', { reservedConcurrency: 400 }),
    ]);
    expect(codes(problems)).toEqual(['RESERVED_CONCURRENCY_UNAVAILABLE second']);
    expect(problems[0]?.position.line).toBe(4);
    expect(region.functions.reservedTotal).toBe(900);
    region.functions.setAccountConcurrency(2000);
    expect(region.functions.problems).toEqual([]);
    expect(region.functions.reservedTotal).toBe(1400);
    // What is asked for through the API comes before what templates ask for.
    region.functions.setAccountConcurrency(1000);
    await expect(region.call('PutFunctionConcurrency', { FunctionName: 'api', ReservedConcurrentExecutions: 1 })).rejects.toMatchObject({
      status: 400,
    });
    await region.call('PutFunctionConcurrency', { FunctionName: 'third', ReservedConcurrentExecutions: 0 });
    await region.call('PutFunctionConcurrency', { FunctionName: 'api', ReservedConcurrentExecutions: 400 });
    expect(codes(region.functions.problems)).toEqual(['RESERVED_CONCURRENCY_UNAVAILABLE second']);
    await region.call('DeleteFunction', { FunctionName: 'api' });
    expect(region.functions.reservedTotal).toBe(500);
  });
});

test('every change is told', async () => {
  const region = await openRegion();
  const seen: string[] = [];
  let now = '';
  const subscription = region.functions.onDidChange(() => seen.push(now));
  const during = async (name: string, act: () => Promise<unknown>) => {
    now = name;
    await act();
  };
  await during('create', () => region.create('fn'));
  await during('configure', () => region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 4 }));
  await during('code', () => region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zip }));
  await during('reserve', () => region.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 1 }));
  await during('refused', () => region.create('fn').catch(() => undefined));
  await during('delete', () => region.call('DeleteFunction', { FunctionName: 'fn' }));
  await during('workspace', async () => region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]));
  subscription.dispose();
  region.functions.replaceWorkspaceFunctions([]);
  expect(seen).toEqual(['create', 'configure', 'code', 'reserve', 'delete', 'workspace']);
});
