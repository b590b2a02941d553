import { expect, test } from 'vitest';

import { arn, openRegion, type TestRegion } from './testRegion.ts';

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
  const revision = region.latest('a').revision;
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(await reserve(region, arn('a'), 40)).toEqual({ ReservedConcurrentExecutions: 40 });
  await reserve(region, 'b', 0);
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({ ReservedConcurrentExecutions: 40 });
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'b' })).toEqual({ ReservedConcurrentExecutions: 0 });
  expect((await region.call('GetFunction', { FunctionName: 'a' })).Concurrency).toEqual({ ReservedConcurrentExecutions: 40 });
  expect([region.functions.reservedTotal, region.functions.unreservedLimit]).toEqual([40, 960]);
  // Environments go on.
  expect(region.latest('a')).toMatchObject({ revision, reservedConcurrency: 40 });
  expect(await region.call('DeleteFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(await region.call('GetFunctionConcurrency', { FunctionName: 'a' })).toEqual({});
  expect(region.latest('a')).not.toHaveProperty('reservedConcurrency');
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

test.each<readonly [string, missing: string, (region: TestRegion, FunctionName: string) => Promise<unknown>]>([
  ['PutFunctionConcurrency', 'missing:$LATEST', (region, FunctionName) => reserve(region, FunctionName, 1)],
  ['GetFunctionConcurrency', 'missing', (region, FunctionName) => region.call('GetFunctionConcurrency', { FunctionName })],
  ['DeleteFunctionConcurrency', 'missing', (region, FunctionName) => region.call('DeleteFunctionConcurrency', { FunctionName })],
])('%s is of the function as a whole', async (_operation, missing, call) => {
  const region = await withFunctions();
  await expect(call(region, 'missing')).rejects.toMatchObject({ status: 404, message: `Function not found: ${arn(missing)}` });
  await expect(call(region, 'a:$LATEST')).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message:
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
      'Please specify either a function name or an unqualified function ARN.',
  });
});

test('a reservation holds what is provisioned of the function', async () => {
  const region = await withFunctions();
  await region.create('p', { Publish: true });
  await region.call('PutProvisionedConcurrencyConfig', { FunctionName: 'p', Qualifier: '1', ProvisionedConcurrentExecutions: 2 });
  await expect(reserve(region, 'p', 1)).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message: " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
  });
  await reserve(region, 'p', 2);
  await region.call('DeleteProvisionedConcurrencyConfig', { FunctionName: 'p', Qualifier: '1' });
  await reserve(region, 'p', 1);
});

test('what others provision without a reservation cannot be reserved', async () => {
  const region = await withFunctions();
  await region.create('p', { Publish: true });
  await region.call('PutProvisionedConcurrencyConfig', { FunctionName: 'p', Qualifier: '1', ProvisionedConcurrentExecutions: 300 });
  await expect(reserve(region, 'a', 601)).rejects.toMatchObject(tooMuch());
  await reserve(region, 'a', 600);
  await reserve(region, 'a', 0);
  // Of its own, a function takes it along into its reservation.
  await reserve(region, 'p', 900);
});

test('reserving and provisioning at the same time do not take more than there is', async () => {
  const region = await withFunctions();
  await region.create('p', { Publish: true });
  const provision = region.call('PutProvisionedConcurrencyConfig', { FunctionName: 'p', Qualifier: '1', ProvisionedConcurrentExecutions: 500 });
  const outcomes = await Promise.allSettled([provision, reserve(region, 'a', 500)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
