import { expect, test } from 'vitest';

import { CodedError } from '../../../../src/common/codedError.ts';
import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { randomFrom } from '../../../runner/durability/random.ts';
import { nextCall } from '../../../runner/resources/randomCalls.ts';
import { openRegion, type TestRegion } from './testRegion.ts';

/** All that readers see, and what lies on disk. */
async function stateOf(region: TestRegion): Promise<string> {
  const { functions, tables } = region;
  const names = functions.latest().map(({ settings }) => settings.FunctionName);
  const versions = names.map((name) => [functions.get(name), functions.versionNumbers(name), functions.aliases(name)]);
  const documents = Object.entries(tables).map(([name, table]) => [name, table.page()]);
  return JSON.stringify({ versions, documents, settings: await region.accountSettings() });
}

async function callAtRandom(region: TestRegion, seed: number, count: number): Promise<readonly unknown[]> {
  const random = randomFrom(seed);
  const configs = region.tables.codeSigningConfigs.page().map(({ key }) => `arn:aws:lambda:eu-west-1:123456789012:code-signing-config:${key}`);
  const errors: unknown[] = [];
  for (let call = 0; call < count; call += 1) {
    const [operation, input] = nextCall(random, configs);
    // The input's maker is of the operation.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    await region.call(operation, input as never).catch((error: unknown) => errors.push(error));
  }
  return errors;
}

test('what could not be written is not shown', async () => {
  const region = await openRegion();
  await callAtRandom(region, 1, 250);
  const before = await stateOf(region);
  const write = region.store.write.bind(region.store);
  region.store.write = () => Promise.reject(new CodedError('DISK_FULL', 'The disk is full.'));
  const errors = await callAtRandom(region, 2, 400);
  expect(await stateOf(region)).toBe(before);
  expect(errors.filter((error) => !(error instanceof LambdaError) && !(error instanceof CodedError))).toEqual([]);
  expect(errors.filter((error) => error instanceof CodedError).length).toBeGreaterThan(50);

  region.store.write = write;
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect(JSON.parse(await stateOf(again))).toEqual(JSON.parse(before));
  // Nothing was locked for good.
  await callAtRandom(again, 3, 100);
});

