import { expect, test } from 'vitest';

import { arn, openRegion, type TestRegion, workspaceFunction, zip } from './testRegion.ts';

const tooMuch = (minimum = 100) => ({
  type: 'InvalidParameterValueException',
  status: 400,
  message: "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
    `its minimum value of [${minimum}].`,
});

async function withFunctions(accountConcurrency = 1000): Promise<TestRegion> {
  const region = await openRegion({ accountConcurrency });
  await region.create('a');
  await region.create('b');
  return region;
}

function reserve(region: TestRegion, FunctionName: string, ReservedConcurrentExecutions: number): Promise<unknown> {
  return region.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
}

test('a reservation is answered, shown, and taken off what the others share', async () => {
  const region = await withFunctions();
  const revision = region.functions.resolve('a').revision;
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(await reserve(region, arn('a'), 40)).toEqual({ ReservedConcurrentExecutions: 40 });
  await reserve(region, 'b', 0);
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({ ReservedConcurrentExecutions: 40 });
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'b' })).toEqual({ ReservedConcurrentExecutions: 0 });
  expect((await region.call('GetFunction', { FunctionName: 'a' })).Concurrency).toEqual({ ReservedConcurrentExecutions: 40 });
  expect([region.functions.reservedTotal, region.functions.unreservedLimit]).toEqual([40, 960]);
  // Environments go on.
  expect(region.functions.resolve('a')).toMatchObject({ revision, reservedConcurrency: 40 });
  expect(await region.call('DeleteFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(region.functions.resolve('a')).not.toHaveProperty('reservedConcurrency');
  expect(region.functions.unreservedLimit).toBe(1000);
});

test('100 stay unreserved; a function gives back what it had', async () => {
  const region = await withFunctions();
  await reserve(region, 'a', 900);
  await expect(reserve(region, 'b', 1)).rejects.toMatchObject(tooMuch());
  await expect(reserve(region, 'a', 901)).rejects.toMatchObject(tooMuch());
  await reserve(region, 'a', 899);
  await reserve(region, 'b', 1);
  expect(region.functions.reservedTotal).toBe(900);
});

test('reservations at the same time do not take more than there is', async () => {
  const region = await withFunctions();
  const outcomes = await Promise.allSettled([reserve(region, 'a', 600), reserve(region, 'b', 600)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(region.functions.reservedTotal).toBe(600);
});

test('the limit of the account can change; what is reserved stays', async () => {
  const region = await withFunctions();
  await reserve(region, 'a', 500);
  let changes = 0;
  region.functions.onDidChange(() => {
    changes += 1;
  });
  region.functions.setAccountConcurrency(400);
  expect(changes).toBe(1);
  expect([region.functions.accountConcurrency, region.functions.reservedTotal, region.functions.unreservedLimit]).toEqual([400, 500, 0]);
  await expect(reserve(region, 'b', 1)).rejects.toMatchObject(tooMuch());
  await reserve(region, 'b', 0);
  region.functions.setAccountConcurrency(2000);
  await reserve(region, 'b', 1400);
});

test('an account with less than 100 keeps all of it unreserved', async () => {
  const region = await withFunctions(10);
  await expect(reserve(region, 'a', 1)).rejects.toMatchObject(tooMuch(10));
  await reserve(region, 'a', 0);
});

test.each<readonly [string, (region: TestRegion, FunctionName: string) => Promise<unknown>]>([
  ['PutFunctionConcurrency', (region, FunctionName) => reserve(region, FunctionName, 1)],
  ['GetFunctionConcurrency', (region, FunctionName) => region.call('GetFunctionConcurrency', { FunctionName })],
  ['DeleteFunctionConcurrency', (region, FunctionName) => region.call('DeleteFunctionConcurrency', { FunctionName })],
])('%s is of the function as a whole', async (_operation, call) => {
  const region = await withFunctions();
  await expect(call(region, 'missing')).rejects.toMatchObject({ status: 404, message: `Function not found: ${arn('missing')}` });
  await expect(call(region, 'a:$LATEST')).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message:
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
      'Please specify either a function name or an unqualified function ARN.',
  });
});

test('the settings of the account are live', async () => {
  const region = await withFunctions();
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w', { reservedConcurrency: 50 })]);
  await reserve(region, 'a', 25);
  expect(await region.accountSettings()).toEqual({
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 925,
    },
    AccountUsage: { TotalCodeSize: zip.length * 2, FunctionCount: 3 },
  });
});
