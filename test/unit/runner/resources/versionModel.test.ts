import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { assertNever } from '../../../../src/common/assertNever.ts';
import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { arn, openRegion, otherZip, type TestRegion, zip } from './testRegion.ts';
import { ModelFunction, type Second, type Step } from './versionModel.ts';

const zips = [zip, otherZip];
/** How many steps a sequence has at most. */
const longest = 15;

const fn = fc.constantFrom(0, 0, 0, 1);
const alias = fc.constantFrom('a', 'b', '1-b');
const number = fc.constantFrom('1', '2', '3');
const version = fc.constantFrom('1', '2', '3', '$LATEST');
const description = fc.constantFrom('', 'x', 'y');
const second: fc.Arbitrary<Second> = fc.record({ version: number, weight: fc.constantFrom(0, 0.5, 1) });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const is = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: is('create'), fn, publish: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ type: is('updateCode'), fn, code: fc.nat(1), publish: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ type: is('configure'), fn, description }) },
  { weight: 10, arbitrary: fc.record({ type: is('publish'), fn, description: maybe(description) }) },
  { weight: 10, arbitrary: fc.record({ type: is('createAlias'), fn, alias, version, second: maybe(second) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: is('updateAlias'),
      fn,
      alias,
      version: maybe(version),
      second: fc.oneof(maybe(second), is(null)),
      revision: fc.constantFrom(undefined, undefined, 'current' as const, 'other' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: is('deleteAlias'), fn, alias }) },
  { weight: 5, arbitrary: fc.record({ type: is('deleteVersion'), fn, version: number }) },
  { weight: 2, arbitrary: fc.record({ type: is('deleteFunction'), fn }) },
);
/** Most would spend their first steps on a function that is not there. */
const first: readonly Step[] = [{ type: 'create', fn: 0, publish: true }];
const steps = fc.array(step, { minLength: 4, maxLength: longest - 1 }).map((more) => first.concat(more));

/**
 * Sequences side by side, each with functions of its own, as they share the disk's writes then; and after which of their steps
 * the region is opened again.
 */
const run = fc.record({
  lanes: fc.array(steps, { minLength: 1, maxLength: 20, size: 'max' }),
  reopens: fc.uniqueArray(fc.nat(longest), { maxLength: 2 }),
});

/** A region that can be opened again from its disk, with the chance of its aliases in hand. */
class Reopened {
  chance = 0;
  region: TestRegion | undefined;

  async open(folder?: string): Promise<void> {
    this.region = await openRegion({ random: () => this.chance, ...(folder !== undefined && { folder }) });
  }

  /** From its disk. */
  async again(): Promise<void> {
    await this.region?.stop();
    await this.open(this.region?.folder);
  }
}

function carryOut(region: TestRegion, name: string, asked: Step): Promise<unknown> {
  const FunctionName = name;
  switch (asked.type) {
    case 'create':
      return region.create(name, { Publish: asked.publish });
    case 'updateCode':
      return region.call('UpdateFunctionCode', { FunctionName, ZipFile: zips[asked.code] ?? zip, Publish: asked.publish });
    case 'configure':
      return region.call('UpdateFunctionConfiguration', { FunctionName, Description: asked.description });
    case 'publish':
      return region.call('PublishVersion', { FunctionName, Description: asked.description });
    case 'createAlias':
      return region.call('CreateAlias', {
        FunctionName,
        Name: asked.alias,
        FunctionVersion: asked.version,
        RoutingConfig: routing(asked.second),
      });
    case 'updateAlias':
      return updateAlias(region, name, asked);
    case 'deleteAlias':
      return region.call('DeleteAlias', { FunctionName, Name: asked.alias });
    case 'deleteVersion':
      return region.call('DeleteFunction', { FunctionName, Qualifier: asked.version });
    case 'deleteFunction':
      return region.call('DeleteFunction', { FunctionName });
    default:
      return assertNever(asked);
  }
}

async function updateAlias(region: TestRegion, FunctionName: string, asked: Step & { readonly type: 'updateAlias' }): Promise<unknown> {
  const current = region.functions.alias(FunctionName, asked.alias)?.revisionId;
  return region.call('UpdateAlias', {
    FunctionName,
    Name: asked.alias,
    FunctionVersion: asked.version,
    RoutingConfig: routing(asked.second),
    RevisionId: asked.revision === 'current' ? current : asked.revision,
  });
}

/** Undefined leaves it, null takes it away. */
function routing(to: Second | null | undefined): { AdditionalVersionWeights: Record<string, number> } | undefined {
  if (to === undefined) return undefined;
  return { AdditionalVersionWeights: to === null ? {} : { [to.version]: to.weight } };
}

const refusal = async (answer: Promise<unknown>): Promise<string | undefined> =>
  answer.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof LambdaError) return error.type;
      throw error;
    },
  );

/** What callers see of a function. */
async function seen(reopened: Reopened, region: TestRegion, name: string): Promise<Seen> {
  const runs: (string | undefined)[] = [];
  for (const [qualifier, chance] of asked) {
    reopened.chance = chance;
    runs.push(await runBy(region, name, qualifier));
  }
  if (!region.functions.exists(name)) return { versions: [], aliases: [], runs };
  const { Versions = [] } = await region.call('ListVersionsByFunction', { FunctionName: name });
  const { Aliases = [] } = await region.call('ListAliases', { FunctionName: name });
  return {
    versions: Versions.map(({ Version, CodeSha256, Description }) => [Version, CodeSha256, Description]),
    aliases: Aliases.map(({ Name, FunctionVersion, RoutingConfig }) => [Name, FunctionVersion, RoutingConfig?.AdditionalVersionWeights]),
    runs,
  };
}

interface Seen {
  readonly versions: readonly unknown[];
  readonly aliases: readonly unknown[];
  /** For each that is `asked`, the version. */
  readonly runs: readonly (string | undefined)[];
}

/** Qualifiers, and what chance says then. */
const asked = [
  ...['$LATEST', '1', '2', '3'].map((qualifier) => [qualifier, 0] as const),
  ...['a', 'b', '1-b'].flatMap((qualifier) => [0, 0.5, 0.999].map((chance) => [qualifier, chance] as const)),
];

async function runBy(region: TestRegion, name: string, qualifier: string): Promise<string | undefined> {
  try {
    const { version: found, invokedArn } = await region.resolve(name, qualifier);
    if (invokedArn !== arn(`${name}:${qualifier}`)) throw new Error(`${name}:${qualifier} is seen as ${invokedArn}`);
    return found.version;
  } catch (error) {
    if (error instanceof LambdaError && error.message === `Function not found: ${arn(`${name}:${qualifier}`)}`) return undefined;
    throw error;
  }
}

function expected(model: ModelFunction, hashes: readonly string[]): Seen {
  const { exists, versions, aliases } = model;
  return {
    versions: [
      ...(exists ? [['$LATEST', hashes[model.code], model.description]] : []),
      ...versions.map((one) => [String(one.number), hashes[one.code], one.description]),
    ],
    aliases: [...aliases]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, one]) => [name, one.version, routing(one.second)?.AdditionalVersionWeights]),
    runs: asked.map(([qualifier, chance]) => model.runs(qualifier, chance)),
  };
}

/** All functions and versions, in pages of three. */
async function everyArn(region: TestRegion): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = [];
  let marker: string | undefined = '';
  while (marker !== undefined) {
    const { Functions = [], NextMarker }: Awaited<ReturnType<typeof page>> = await page(region, marker);
    found.push(...Functions.map(({ FunctionArn }) => FunctionArn));
    marker = NextMarker;
  }
  return found;
}

const page = (region: TestRegion, Marker: string) => region.call('ListFunctions', { FunctionVersion: 'ALL', MaxItems: 3, Marker });

/** One of a lane's functions, and what it should be. */
interface Modelled {
  readonly name: string;
  readonly model: ModelFunction;
}

async function check(reopened: Reopened, hashes: readonly string[], functions: readonly Modelled[]): Promise<void> {
  for (const { name, model } of functions) {
    const [are, should] = [await seen(reopened, current(reopened), name), expected(model, hashes)];
    // The quick comparison first: there are a hundred thousand.
    if (!isDeepStrictEqual(are, should)) expect(are).toEqual(should);
  }
}

/** A sequence, and the two functions that it is about. */
interface Lane {
  readonly steps: readonly Step[];
  readonly functions: readonly Modelled[];
}

/** Carries out one step of every lane, at once; the answer is what they were about. */
async function takeRound(region: TestRegion, lanes: readonly Lane[], round: number): Promise<readonly Modelled[]> {
  const touched = lanes.map(async ({ steps: ofLane, functions }) => {
    const one = ofLane[round];
    const about = one === undefined ? undefined : functions[one.fn];
    if (one === undefined || about === undefined) return [];
    const refused = await refusal(carryOut(region, about.name, one));
    expect(refused).toBe(about.model.take(one));
    return [about];
  });
  return (await Promise.all(touched)).flat();
}

test('versions and aliases are as a small model has them, whatever is asked for, also from the disk', async () => {
  const reopened = new Reopened();
  await reopened.open();
  const hashes = await codeHashes(reopened);
  let runs = 0;
  let sequences = 0;
  const property = fc.asyncProperty(run, async ({ lanes: given, reopens }) => {
    runs += 1;
    sequences += given.length;
    await deleteAll(current(reopened));
    const lanes = given.map((ofLane, index): Lane => ({ steps: ofLane, functions: modelled(`r${runs}-${index}`) }));
    const all = lanes.flatMap(({ functions }) => functions);
    for (let round = 0; round < longest; round += 1) {
      const touched = await takeRound(current(reopened), lanes, round);
      const again = reopens.includes(round);
      if (again) await reopened.again();
      await check(reopened, hashes, again ? all : touched);
    }
    await check(reopened, hashes, all);
    expect(await everyArn(current(reopened))).toEqual([...all].sort(byName).flatMap(arnsOf));
  });
  await fc.assert(property, { numRuns: 250 });
  expect(sequences).toBeGreaterThanOrEqual(2_000);
}, 120_000);

/** The keys of the second begin with those of the first but for the separator. */
function modelled(name: string): readonly Modelled[] {
  return [name, `${name}-x`].map((one) => ({ name: one, model: new ModelFunction() }));
}

function byName(one: Modelled, other: Modelled): number {
  return one.name < other.name ? -1 : 1;
}

function arnsOf({ name, model }: Modelled): readonly string[] {
  if (!model.exists) return [];
  return ['$LATEST', ...model.versions.map((one) => String(one.number))].map((one) => arn(`${name}:${one}`));
}

/** What the run before left. */
async function deleteAll(region: TestRegion): Promise<void> {
  const names = region.functions.latest().map(({ settings }) => settings.FunctionName);
  await Promise.all(names.map((FunctionName) => region.call('DeleteFunction', { FunctionName })));
}

function current({ region }: Reopened): TestRegion {
  if (region === undefined) throw new Error('no region is open');
  return region;
}

/** The CodeSha256 of each of the zips. */
async function codeHashes(reopened: Reopened): Promise<readonly string[]> {
  const region = current(reopened);
  const hashes: string[] = [];
  for (const ZipFile of zips) {
    const { CodeSha256 = '' } = await region.create('hash', { Code: { ZipFile } });
    hashes.push(CodeSha256);
    await region.call('DeleteFunction', { FunctionName: 'hash' });
  }
  return hashes;
}
