import { describe, expect, test } from 'vitest';

import { arn, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

/** `fn` with the versions 1 and 2, and `live` that gives the second a share. */
async function withAlias(weight: number | undefined, random?: () => number): Promise<TestRegion> {
  const region = await openRegion(random === undefined ? {} : { random });
  await region.create('fn', { Publish: true });
  await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description: '2' });
  await region.call('PublishVersion', { FunctionName: 'fn' });
  const routing = weight === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: { 2: weight } } };
  await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1', ...routing });
  return region;
}

/** Always the same sequence, spread evenly (Lehmer's generator with Park and Miller's constants). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

test.each<[string, string | undefined, string, string]>([
  ['fn', undefined, 'fn', '$LATEST'],
  ['fn', '$LATEST', 'fn:$LATEST', '$LATEST'],
  ['fn', '2', 'fn:2', '2'],
  ['fn:2', undefined, 'fn:2', '2'],
  ['fn', 'live', 'fn:live', '1'],
  [arn('fn:live'), 'live', 'fn:live', '1'],
  ['123456789012:function:fn:live', undefined, 'fn:live', '1'],
])('%s, %s is seen as %s and runs %s', async (name, qualifier, invoked, version) => {
  const region = await withAlias(undefined);
  const target = await region.resolve(name, qualifier);
  expect(target.invokedArn).toBe(arn(invoked));
  expect(target.version.version).toBe(version);
  expect(target.version.arn).toBe(version === '$LATEST' ? arn('fn') : arn(`fn:${version}`));
  const given = invoked.split(':')[1];
  if (given === undefined) expect(target).not.toHaveProperty('qualifier');
  else expect(target.qualifier).toBe(given);
});

test.each([
  ['missing', undefined, 'missing:$LATEST'],
  ['missing', '1', 'missing:1'],
  ['missing:live', undefined, 'missing:live'],
  ['fn', '3', 'fn:3'],
  ['fn', '01', 'fn:01'],
  ['fn', 'none', 'fn:none'],
])('%s, %s is not found', async (name, qualifier, named) => {
  const region = await withAlias(0.5);
  const expected = { type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn(named)}` };
  await expect(region.resolve(name, qualifier)).rejects.toMatchObject(expected);
});

describe('the weight of the second version', () => {
  test.each([
    [0, 0, '1'],
    [1, 0.999_999, '2'],
    [0.5, 0.499_999, '2'],
    [0.5, 0.5, '1'],
  ])('%s, where chance says %s, runs %s', async (weight, chance, version) => {
    const region = await withAlias(weight, () => chance);
    const target = await region.resolve('fn:live');
    expect(target.version.version).toBe(version);
    expect(target.invokedArn).toBe(arn('fn:live'));
  });

  test.each([0.1, 0.25, 0.9])('%s is its share of many invocations', async (weight) => {
    const region = await withAlias(weight, seeded(42));
    let second = 0;
    const count = 10_000;
    for (let index = 0; index < count; index += 1) if ((await region.resolve('fn:live')).version.version === '2') second += 1;
    // Four standard deviations.
    expect(Math.abs(second - count * weight)).toBeLessThan(4 * Math.sqrt(count * weight * (1 - weight)));
  });

  test('holds from the update of the alias on', async () => {
    const region = await withAlias(0, () => 0.5);
    const update = (AdditionalVersionWeights: Record<string, number>, FunctionVersion: string) =>
      region.call('UpdateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion, RoutingConfig: { AdditionalVersionWeights } });
    await update({ 2: 0.6 }, '1');
    expect((await region.resolve('fn:live')).version.version).toBe('2');
    await update({ 1: 0.4 }, '2');
    expect((await region.resolve('fn:live')).version.version).toBe('2');
    await update({}, '$LATEST');
    expect((await region.resolve('fn:live')).version.version).toBe('$LATEST');
  });
});

test('what a template defines runs by its aliases; a version behind it is not found', async () => {
  const region = await withAlias(undefined);
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  expect((await region.resolve('fn')).version.origin.type).toBe('template');
  await expect(region.resolve('fn:live')).rejects.toMatchObject({ message: `Function not found: ${arn('fn:live')}` });
  await region.call('UpdateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '$LATEST' });
  expect((await region.resolve('fn:live')).version.origin.type).toBe('template');
});
