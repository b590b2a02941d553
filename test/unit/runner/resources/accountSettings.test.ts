import { expect, test } from 'vitest';

import { layerZip, publish } from './testLayers.ts';
import { openRegion, otherZip, workspaceFunction, zip } from './testRegion.ts';

test('the settings of the account are its limits and its live usage', async () => {
  const region = await openRegion();
  expect(await region.accountSettings()).toEqual({
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 1000,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  });
  await region.create('a');
  await region.create('b', { Publish: true });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w', { reservedConcurrency: 50 })]);
  // A version counts with its whole code; a folder of the workspace has none.
  expect((await region.accountSettings()).AccountUsage).toEqual({ TotalCodeSize: zip.length * 3, FunctionCount: 3 });
  await region.call('UpdateFunctionCode', { FunctionName: 'a', ZipFile: otherZip });
  await region.call('DeleteFunction', { FunctionName: 'b' });
  expect((await region.accountSettings()).AccountUsage).toEqual({ TotalCodeSize: otherZip.length, FunctionCount: 2 });
  await publish(region, 'layer');
  expect((await region.accountSettings()).AccountUsage).toEqual({ TotalCodeSize: otherZip.length + layerZip.length, FunctionCount: 2 });
});

test('unreserved is what is neither reserved nor provisioned without a reservation', async () => {
  const region = await openRegion();
  const unreserved = async () => (await region.accountSettings()).AccountLimit?.UnreservedConcurrentExecutions;
  for (const name of ['a', 'b']) await region.create(name, { Publish: true });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w', { reservedConcurrency: 50 })]);
  await region.call('PutFunctionConcurrency', { FunctionName: 'a', ReservedConcurrentExecutions: 25 });
  expect(await unreserved()).toBe(925);
  for (const FunctionName of ['a', 'b']) {
    await region.call('PutProvisionedConcurrencyConfig', { FunctionName, Qualifier: '1', ProvisionedConcurrentExecutions: 10 });
  }
  expect(await unreserved()).toBe(915);
  await region.call('DeleteFunctionConcurrency', { FunctionName: 'a' });
  expect(await unreserved()).toBe(930);
  region.functions.setAccountConcurrency(15);
  expect(await unreserved()).toBe(0);
});
