import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

type CreateInput = Operations['CreateAlias']['input'];
type UpdateInput = Operations['UpdateAlias']['input'];

const uuid: unknown = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
const notFound = (message: string) => ({ type: 'ResourceNotFoundException', status: 404, message });
const weights = (AdditionalVersionWeights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights } });
const names = ({ Aliases }: Operations['ListAliases']['output']) => Aliases?.map(({ Name }) => Name);

/** `fn` with the versions 1, 2 and 3. */
async function withVersions(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn', { Publish: true });
  for (const Description of ['2', '3']) {
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description });
    await region.call('PublishVersion', { FunctionName: 'fn' });
  }
  return region;
}

const create = (region: TestRegion, Name: string, FunctionVersion: string, more: Partial<CreateInput> = {}) =>
  region.call('CreateAlias', { FunctionName: 'fn', Name, FunctionVersion, ...more });
const get = (region: TestRegion, Name: string) => region.call('GetAlias', { FunctionName: 'fn', Name });

describe('CreateAlias', () => {
  test('answers with the alias, as GetAlias does, also after a restart', async () => {
    const region = await withVersions();
    const created = await create(region, 'live', '1', { Description: 'about', ...weights({ 2: 0.2 }) });
    expect(created).toEqual({
      AliasArn: arn('fn:live'),
      Name: 'live',
      FunctionVersion: '1',
      Description: 'about',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.2 } },
      RevisionId: uuid,
    });
    expect(await get(region, 'live')).toEqual(created);
    expect(await region.call('GetAlias', { FunctionName: arn('fn'), Name: 'live' })).toEqual(created);
    await region.stop();
    expect(await get(await openRegion({ folder: region.folder }), 'live')).toEqual(created);
  });

  test.each<[string, Partial<CreateInput>]>([
    ['none', {}],
    ['one without versions', weights({})],
    ['an empty one', { RoutingConfig: {} }],
  ])('with a routing of %s has none, and an empty description', async (_what, more) => {
    const region = await withVersions();
    const plain = { AliasArn: arn('fn:live'), Name: 'live', FunctionVersion: '$LATEST', Description: '', RevisionId: uuid };
    expect(await create(region, 'live', '$LATEST', more)).toEqual(plain);
    expect(await get(region, 'live')).toEqual(plain);
  });

  test('leaves the revisions of the function and of its versions', async () => {
    const region = await withVersions();
    const revisions = async () => {
      const { Versions } = await region.call('ListVersionsByFunction', { FunctionName: 'fn' });
      return Versions?.map(({ RevisionId }) => RevisionId);
    };
    const before = await revisions();
    await create(region, 'live', '1');
    expect(await revisions()).toEqual(before);
  });

  const missing = (qualified: string) => notFound(`Function not found: ${arn(qualified)}`);
  test.each<[string, Partial<CreateInput>, object]>([
    [
      'more than one second version',
      weights({ 1: 0.8, 2: 0.2 }),
      invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
    ],
    [
      'a second version that is the first',
      weights({ 1: 0.5 }),
      invalid('Invalid function version 1. Function version 1 is already included in routing configuration.'),
    ],
    ['a version that is not there', { FunctionVersion: '10', ...weights({ 2: 0.5 }) }, missing('fn:10')],
    ['a second version that is not there', weights({ 10: 0.5 }), missing('fn:10')],
    ['a number in another form', { FunctionVersion: '01' }, missing('fn:01')],
    ['no version', { FunctionVersion: '$LATEST.PUBLISHED' }, missing('fn:$LATEST.PUBLISHED')],
    [
      '$LATEST with a second version',
      { FunctionVersion: '$LATEST', ...weights({ 1: 0.5 }) },
      { ...invalid('$LATEST is not supported for an alias pointing to more than 1 version'), body: { Type: undefined } },
    ],
    ['a function that is not there', { FunctionName: 'missing', ...weights({ 2: 0.5 }) }, missing('missing:1')],
    ['a qualified function', { FunctionName: 'fn:1' }, { status: 400, message: expect.stringContaining('Aliases and versions') }],
    [
      'a name that is taken',
      { Name: 'taken' },
      { type: 'ResourceConflictException', status: 409, message: `Alias already exists: ${arn('fn:taken')}` },
    ],
  ])('refuses %s', async (_what, more, expected) => {
    const region = await withVersions();
    const taken = await create(region, 'taken', '2');
    await expect(create(region, 'live', '1', more)).rejects.toMatchObject(expected);
    expect(await region.call('ListAliases', { FunctionName: 'fn' })).toEqual({ Aliases: [taken] });
  });

  test('of one name at once makes one', async () => {
    const region = await withVersions();
    const outcomes = await Promise.allSettled(['1', '2', '3'].map((version) => create(region, 'live', version)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await get(region, 'live')).toMatchObject({ FunctionVersion: '1' });
  });
});

describe('GetAlias', () => {
  test.each([
    ['an alias', 'fn', 'missing'],
    ['a function', 'none', 'live'],
  ])('without %s is not found', async (_what, FunctionName, Name) => {
    const region = await withVersions();
    await create(region, 'live', '1');
    const message = `Cannot find alias arn: ${arn(`${FunctionName}:${Name}`)}`;
    await expect(region.call('GetAlias', { FunctionName, Name })).rejects.toMatchObject(notFound(message));
  });
});

describe('UpdateAlias', () => {
  const update = (region: TestRegion, more: Partial<UpdateInput>) =>
    region.call('UpdateAlias', { FunctionName: 'fn', Name: 'live', ...more });

  async function withAlias(): Promise<TestRegion> {
    const region = await withVersions();
    await create(region, 'live', '1', { Description: 'about', ...weights({ 2: 0.2 }) });
    return region;
  }

  const routed = { FunctionVersion: '1', Description: 'about', RoutingConfig: { AdditionalVersionWeights: { 2: 0.2 } } };
  test.each<[string, Partial<UpdateInput>, object]>([
    ['nothing', {}, routed],
    ['a description', { Description: 'other' }, { ...routed, Description: 'other' }],
    ['a description away', { Description: '' }, { ...routed, Description: '' }],
    ['the version', { FunctionVersion: '3' }, { ...routed, FunctionVersion: '3' }],
    ['the second version', weights({ 3: 0.5 }), { ...routed, ...weights({ 3: 0.5 }) }],
    ['the weight', weights({ 2: 1 }), { ...routed, ...weights({ 2: 1 }) }],
    ['both versions', { FunctionVersion: '2', ...weights({ 1: 0 }) }, { ...routed, FunctionVersion: '2', ...weights({ 1: 0 }) }],
    ['the routing away', weights({}), { FunctionVersion: '1', Description: 'about' }],
    ['the routing away, to $LATEST', { FunctionVersion: '$LATEST', ...weights({}) }, { FunctionVersion: '$LATEST', Description: 'about' }],
  ])('changes %s', async (_what, more, expected) => {
    const region = await withAlias();
    const before = await get(region, 'live');
    const updated = await update(region, { ...more, RevisionId: before.RevisionId });
    expect(updated).toEqual({ AliasArn: arn('fn:live'), Name: 'live', RevisionId: uuid, ...expected });
    expect(updated.RevisionId).not.toBe(before.RevisionId);
    await region.stop();
    expect(await get(await openRegion({ folder: region.folder }), 'live')).toEqual(updated);
  });

  test.each<[string, Partial<UpdateInput>, object]>([
    ['an alias that is not there', { Name: 'missing' }, notFound(`Alias not found: ${arn('fn:missing')}`)],
    ['a function that is not there', { FunctionName: 'none' }, notFound(`Alias not found: ${arn('none:live')}`)],
    [
      'another revision',
      { RevisionId: 'wrong' },
      {
        type: 'PreconditionFailedException',
        status: 412,
        message:
          'The Revision Id provided does not match the latest Revision Id. ' +
          'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      },
    ],
    ['a version that is the second', { FunctionVersion: '2' }, { message: expect.stringContaining('Invalid function version 2.') }],
    ['$LATEST beside the second version', { FunctionVersion: '$LATEST' }, { message: expect.stringContaining('$LATEST is not supported') }],
    ['a version that is not there', { FunctionVersion: '9' }, notFound(`Function not found: ${arn('fn:9')}`)],
    ['a second version that is not there', weights({ 9: 0.1 }), notFound(`Function not found: ${arn('fn:9')}`)],
    ['more than one second version', weights({ 2: 0.1, 3: 0.1 }), { message: expect.stringContaining('cannot be greater than 1') }],
  ])('refuses %s', async (_what, more, expected) => {
    const region = await withAlias();
    const before = await get(region, 'live');
    await expect(update(region, more)).rejects.toMatchObject(expected);
    expect(await get(region, 'live')).toEqual(before);
  });
});

describe('ListAliases', () => {
  async function withAliases(): Promise<TestRegion> {
    const region = await withVersions();
    await region.create('fn2', { Publish: true });
    await region.call('CreateAlias', { FunctionName: 'fn2', Name: 'other', FunctionVersion: '1' });
    await create(region, 'c', '2');
    await create(region, 'a', '1', weights({ 2: 0.1 }));
    await create(region, 'd', '1');
    await create(region, 'b', '$LATEST');
    return region;
  }

  test('has those of the function, by name, and of a version those that may run it', async () => {
    const region = await withAliases();
    const list = (FunctionVersion: string) => region.call('ListAliases', { FunctionName: 'fn', FunctionVersion });
    const all = await region.call('ListAliases', { FunctionName: 'fn' });
    expect(all).toEqual({ Aliases: await Promise.all(['a', 'b', 'c', 'd'].map((name) => get(region, name))) });
    expect(names(await list('1'))).toEqual(['a', 'd']);
    expect(names(await list('2'))).toEqual(['a', 'c']);
    expect(names(await list('$LATEST'))).toEqual(['b']);
    expect(await list('3')).toEqual({ Aliases: [] });
    expect(await list('9')).toEqual({ Aliases: [] });
  });

  test('pages by opaque markers, through aliases that come and go', async () => {
    const region = await withAliases();
    const list = (more: object) => region.call('ListAliases', { FunctionName: 'fn', ...more });
    const first = await list({ MaxItems: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    const Marker = first.NextMarker ?? '';
    await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'b' });
    await create(region, 'bb', '3');
    const second = await list({ MaxItems: 2, Marker });
    expect(names(second)).toEqual(['bb', 'c']);
    const third = await list({ MaxItems: 2, Marker: second.NextMarker ?? '' });
    expect(names(third)).toEqual(['d']);
    expect(third).not.toHaveProperty('NextMarker');
    const ofVersion = await list({ MaxItems: 1, FunctionVersion: '1' });
    expect(names(ofVersion)).toEqual(['a']);
    expect(names(await list({ FunctionVersion: '1', Marker: ofVersion.NextMarker ?? '' }))).toEqual(['d']);
    await expect(list({ Marker: 'abc' })).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
  });

  test('has 50 a page, or as many as are asked for', async () => {
    const region = await withVersions();
    await Promise.all(Array.from({ length: 60 }, (_, index) => create(region, `alias-${index}`, '1')));
    const page = await region.call('ListAliases', { FunctionName: 'fn' });
    expect(page.Aliases).toHaveLength(50);
    expect((await region.call('ListAliases', { FunctionName: 'fn', Marker: page.NextMarker ?? '' })).Aliases).toHaveLength(10);
    expect((await region.call('ListAliases', { FunctionName: 'fn', MaxItems: 10_000 })).Aliases).toHaveLength(60);
  });

  test('of a function that is not there is refused', async () => {
    const region = await openRegion();
    await expect(region.call('ListAliases', { FunctionName: 'fn' })).rejects.toMatchObject(notFound(`Function not found: ${arn('fn')}`));
  });
});

describe('DeleteAlias', () => {
  test('takes what belongs to the alias with it, and nothing else', async () => {
    const region = await withVersions();
    for (const name of ['live', 'live2']) {
      await create(region, name, '1');
      await commit(region.store, [region.tables.eventInvokeConfigs.putting(functionKey('fn', name), { lastModified: 0 })]);
    }
    expect(await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' })).toEqual({});
    expect(names(await region.call('ListAliases', { FunctionName: 'fn' }))).toEqual(['live2']);
    expect(region.tables.eventInvokeConfigs.page().map(({ key }) => key)).toEqual([functionKey('fn', 'live2')]);
    await expect(region.resolve('fn:live')).rejects.toMatchObject(notFound(`Function not found: ${arn('fn:live')}`));
    await region.stop();
    expect(names(await (await openRegion({ folder: region.folder })).call('ListAliases', { FunctionName: 'fn' }))).toEqual(['live2']);
  });

  test('is done where there is no such alias, and refused where there is no such function', async () => {
    const region = await withVersions();
    expect(await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' })).toEqual({});
    expect(await region.call('DeleteAlias', { FunctionName: 'fn', Name: '1a' })).toEqual({});
    await expect(region.call('DeleteAlias', { FunctionName: 'none', Name: 'live' })).rejects.toMatchObject(
      notFound(`Function not found: ${arn('none')}`),
    );
  });
});

test('GetFunction by an alias shows its version under the name of the alias', async () => {
  const region = await withVersions();
  await create(region, 'live', '1', weights({ 2: 1 }));
  const version = await region.call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '1' });
  const expected = { ...version, FunctionArn: arn('fn:live') };
  expect(version.Version).toBe('1');
  expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: 'live' })).toEqual(expected);
  expect((await region.call('GetFunction', { FunctionName: arn('fn:live') })).Configuration).toEqual(expected);
  await expect(region.call('GetFunction', { FunctionName: 'fn', Qualifier: 'none' })).rejects.toMatchObject(
    notFound(`Function not found: ${arn('fn:none')}`),
  );
});

test('a function of a template has aliases of $LATEST, which outlive the session', async () => {
  const region = await openRegion();
  region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  const created = await create(region, 'live', '$LATEST');
  expect((await region.resolve('fn:live')).version.version).toBe('$LATEST');
  await expect(create(region, 'one', '1')).rejects.toMatchObject(notFound(`Function not found: ${arn('fn:1')}`));
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  await expect(get(again, 'live')).rejects.toMatchObject({ status: 404 });
  again.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  expect(await get(again, 'live')).toEqual(created);
});
