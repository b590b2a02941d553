import { createHash } from 'node:crypto';

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { numberedKey } from '../../../../src/runner/resources/functionKey.ts';
import { versionDocuments } from '../../../../src/runner/resources/versions/storedVersion.ts';
import { arn, openRegion, otherZip, type TestRegion, workspaceFunction, zip } from './testRegion.ts';

const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
const names = ({ Versions }: Operations['ListVersionsByFunction']['output']) => Versions?.map(({ Version }) => Version);
const arns = ({ Functions }: Operations['ListFunctions']['output']) => Functions?.map(({ FunctionArn }) => FunctionArn);

async function withFunction(options?: Parameters<typeof openRegion>[0]): Promise<TestRegion> {
  const region = await openRegion(options);
  await region.create('fn', { Environment: { Variables: { stage: '1' } } });
  return region;
}

/** Publishes `count` versions that differ. */
async function publishMany(region: TestRegion, name: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await region.call('UpdateFunctionConfiguration', { FunctionName: name, Description: `of ${name}, ${index}` });
    await region.call('PublishVersion', { FunctionName: name });
  }
}

const configurationOf = (region: TestRegion, Qualifier?: string) =>
  region.call('GetFunctionConfiguration', { FunctionName: 'fn', ...(Qualifier !== undefined && { Qualifier }) });

describe('PublishVersion', () => {
  test('answers with the version, active at once, as it is read later; $LATEST gets another RevisionId', async () => {
    const region = await withFunction();
    const latest = await configurationOf(region);
    const published = await region.call('PublishVersion', { FunctionName: arn('fn') });
    const own = { FunctionArn: arn('fn:1'), Version: '1', RevisionId: expect.any(String), LastModified: expect.any(String) };
    expect(published).toEqual({ ...latest, ...own });
    expect(published).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(await configurationOf(region, '1')).toEqual(published);
    expect((await region.call('GetFunction', { FunctionName: 'fn:1' })).Configuration).toEqual(published);
    const after = await configurationOf(region);
    expect(after).toEqual({ ...latest, RevisionId: expect.any(String) });
    expect(new Set([latest.RevisionId, published.RevisionId, after.RevisionId]).size).toBe(3);
  });

  test('the same content is published once, whatever the description, also after a restart', async () => {
    const first = await withFunction();
    const published = await first.call('PublishVersion', { FunctionName: 'fn', Description: 'one' });
    const latest = await configurationOf(first);
    expect(await first.call('PublishVersion', { FunctionName: 'fn', Description: 'other' })).toEqual(published);
    expect((await configurationOf(first)).RevisionId).toBe(latest.RevisionId);
    await first.stop();
    const again = await openRegion({ folder: first.folder });
    expect(await again.call('PublishVersion', { FunctionName: 'fn' })).toEqual(published);
    expect(await configurationOf(again, '1')).toMatchObject({ Description: 'one' });
    expect((await configurationOf(again)).Description).toBe('');
  });

  test.each<[string, (region: TestRegion) => Promise<unknown>]>([
    ['a description', (region) => region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description: 'b' })],
    ['an environment', (region) => region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Environment: { Variables: {} } })],
    ['code', (region) => region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip })],
  ])('other content makes the next number, and leaves the versions before: %s', async (_what, change) => {
    const region = await withFunction();
    const first = await region.call('PublishVersion', { FunctionName: 'fn' });
    const { version: before } = await region.resolve('fn:1');
    await change(region);
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '2', FunctionArn: arn('fn:2') });
    expect(await configurationOf(region, '1')).toEqual(first);
    expect((await region.resolve('fn:1')).version).toEqual(before);
  });

  test('numbers are not given out again', async () => {
    const region = await withFunction();
    await publishMany(region, 'fn', 2);
    await region.call('DeleteFunction', { FunctionName: 'fn', Qualifier: '2' });
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '3' });
  });

  test('at once, it makes one version', async () => {
    const region = await withFunction();
    const answers = await Promise.all([1, 2, 3].map(() => region.call('PublishVersion', { FunctionName: 'fn' })));
    expect(answers.map(({ Version }) => Version)).toEqual(['1', '1', '1']);
  });

  test('a version with SnapStart is pending until its snapshot would be there', async () => {
    const region = await openRegion({ timeScale: 1 });
    await region.create('fn', { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions' } });
    region.advance(1000);
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
    await expect(region.resolve('fn:1')).rejects.toMatchObject({ type: 'ResourceConflictException', status: 409 });
    region.advance(1000);
    expect((await region.resolve('fn:1')).version.version).toBe('1');
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '1', State: 'Active' });
  });

  const sha = 'Xbw0rRKeRqrcLLiWtFBUAaDS5zMKsgR0IAoRl8ONzzA=';
  test.each<[string, Partial<Operations['PublishVersion']['input']>, object]>([
    [
      'another code',
      { CodeSha256: sha },
      invalid(
        `CodeSHA256 (${sha}) is different from current CodeSHA256 in $LATEST (${createHash('sha256').update(zip).digest('base64')}). ` +
          'Please try again with the CodeSHA256 in $LATEST.',
      ),
    ],
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
    ['a function that is not there', { FunctionName: 'missing' }, { status: 404, message: `Function not found: ${arn('missing')}` }],
    ['a version', { FunctionName: 'fn:1' }, { status: 400, message: expect.stringContaining('permitted on Lambda functions only') }],
    ['what is not served', { PublishTo: 'LATEST_PUBLISHED' }, { type: 'NotImplementedException', status: 501 }],
  ])('refuses %s', async (_what, input, expected) => {
    const region = await withFunction();
    await expect(region.call('PublishVersion', { FunctionName: 'fn', ...input })).rejects.toMatchObject(expected);
    expect(names(await region.call('ListVersionsByFunction', { FunctionName: 'fn' }))).toEqual(['$LATEST']);
  });

  test('takes the code and the revision that are there', async () => {
    const region = await withFunction();
    const { CodeSha256 = '', RevisionId = '' } = await configurationOf(region);
    expect(await region.call('PublishVersion', { FunctionName: 'fn', CodeSha256, RevisionId })).toMatchObject({ Version: '1' });
  });

  test('is refused while the function is created or updated', async () => {
    const region = await withFunction({ timeScale: 1 });
    const publish = () => region.call('PublishVersion', { FunctionName: 'fn' });
    await expect(publish()).rejects.toMatchObject({
      type: 'ResourceConflictException',
      message: 'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    });
    region.advance(1000);
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 9 });
    await expect(publish()).rejects.toMatchObject({
      type: 'ResourceConflictException',
      message: `The operation cannot be performed at this time. An update is in progress for resource: ${arn('fn')}`,
    });
    region.advance(1000);
    expect(await publish()).toMatchObject({ Version: '1', Timeout: 9 });
  });

  test('a function of a template is refused, with what to do instead', async () => {
    const region = await openRegion();
    region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
    await expect(region.call('PublishVersion', { FunctionName: 'fn' })).rejects.toMatchObject({
      type: 'ResourceConflictException',
      status: 409,
      message: expect.stringMatching(/fnFunction in \/work\/template\.yaml, line 5\..*CreateFunction.*alias of \$LATEST/),
    });
  });
});

describe('Publish', () => {
  test('with CreateFunction makes version 1; the answer names the function and the version', async () => {
    const region = await openRegion({ timeScale: 1 });
    const created = await region.create('fn', { Publish: true });
    expect(created).toMatchObject({ FunctionArn: arn('fn'), Version: '1', State: 'Pending', StateReasonCode: 'Creating' });
    expect(created).not.toHaveProperty('LastUpdateStatus');
    expect(await configurationOf(region)).toMatchObject({ Version: '$LATEST', State: 'Pending' });
    region.advance(1000);
    const active = { State: 'Active', LastUpdateStatus: 'Successful' };
    expect(await configurationOf(region, '1')).toMatchObject({ FunctionArn: arn('fn:1'), Version: '1', ...active });
    expect(await configurationOf(region, '$LATEST')).toMatchObject({ FunctionArn: arn('fn:$LATEST'), Version: '$LATEST' });
    expect(await region.call('PublishVersion', { FunctionName: 'fn' })).toEqual(await configurationOf(region, '1'));
  });

  test('with UpdateFunctionCode makes a pending version of the new code', async () => {
    const region = await withFunction({ timeScale: 1 });
    region.advance(1000);
    const before = await configurationOf(region);
    const updated = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip, Publish: true });
    expect(updated).toMatchObject({ FunctionArn: arn('fn:1'), Version: '1', State: 'Pending', StateReasonCode: 'Creating' });
    expect(updated).not.toHaveProperty('LastUpdateStatus');
    expect(updated.CodeSha256).not.toBe(before.CodeSha256);
    expect(await configurationOf(region, '1')).toEqual(updated);
    const updating = { State: 'Active', LastUpdateStatus: 'InProgress', CodeSha256: updated.CodeSha256 };
    expect(await configurationOf(region, '$LATEST')).toMatchObject(updating);
  });
});

describe('ListVersionsByFunction', () => {
  test('has $LATEST first and tells no state', async () => {
    const region = await withFunction();
    await publishMany(region, 'fn', 2);
    const { Versions, ...rest } = await region.call('ListVersionsByFunction', { FunctionName: 'fn' });
    expect(rest).toEqual({});
    expect(Versions?.map(({ FunctionArn }) => FunctionArn)).toEqual([arn('fn:$LATEST'), arn('fn:1'), arn('fn:2')]);
    for (const member of ['State', 'LastUpdateStatus', 'RuntimeVersionConfig']) expect(Versions?.[1]).not.toHaveProperty(member);
    const { State: _state, LastUpdateStatus: _status, RuntimeVersionConfig: _runtime, ...listed } = await configurationOf(region, '1');
    expect(Versions?.[1]).toEqual(listed);
  });

  test('pages by opaque markers, in the order of numbers, through versions that come and go', async () => {
    const region = await withFunction();
    await publishMany(region, 'fn', 11);
    const first = await region.call('ListVersionsByFunction', { FunctionName: 'fn', MaxItems: 1 });
    expect(names(first)).toEqual(['$LATEST']);
    const second = await region.call('ListVersionsByFunction', { FunctionName: 'fn', MaxItems: 2, Marker: first.NextMarker ?? '' });
    expect(names(second)).toEqual(['1', '2']);
    await region.call('DeleteFunction', { FunctionName: 'fn:2' });
    await region.call('DeleteFunction', { FunctionName: 'fn:3' });
    const third = await region.call('ListVersionsByFunction', { FunctionName: 'fn', MaxItems: 8, Marker: second.NextMarker ?? '' });
    expect(names(third)).toEqual(['4', '5', '6', '7', '8', '9', '10', '11']);
    expect(third).not.toHaveProperty('NextMarker');
  });

  test('has 50 a page, also where more is asked for', async () => {
    const region = await withFunction();
    await publishMany(region, 'fn', 50);
    for (const input of [{}, { MaxItems: 10_000 }]) {
      const page = await region.call('ListVersionsByFunction', { FunctionName: 'fn', ...input });
      expect(page.Versions).toHaveLength(50);
      const next = await region.call('ListVersionsByFunction', { FunctionName: 'fn', Marker: page.NextMarker ?? '' });
      expect(names(next)).toEqual(['50']);
    }
  });

  test('a damaged version is left out, and those behind it are not', async () => {
    const first = await withFunction();
    await publishMany(first, 'fn', 3);
    // As a bad disk leaves it.
    await first.store.put({ name: versionDocuments.name, schema: v.unknown() }, numberedKey('fn', 2), {});
    await first.stop();
    const region = await openRegion({ folder: first.folder });
    const page = await region.call('ListVersionsByFunction', { FunctionName: 'fn', MaxItems: 3 });
    expect(names(page)).toEqual(['$LATEST', '1']);
    expect(names(await region.call('ListVersionsByFunction', { FunctionName: 'fn', Marker: page.NextMarker ?? '' }))).toEqual(['3']);
    expect(region.log).toContainEqual(expect.stringContaining('damaged'));
  });

  test.each<[string, Partial<Operations['ListVersionsByFunction']['input']>, object]>([
    ['a function that is not there', { FunctionName: 'missing' }, { status: 404, message: `Function not found: ${arn('missing')}` }],
    ['a marker that is none of ours', { Marker: 'abc' }, invalid('Invalid marker.')],
    ['a marker of another list', { Marker: Buffer.from('lambda-workbench/1/name').toString('base64url') }, invalid('Invalid marker.')],
  ])('refuses %s', async (_what, input, expected) => {
    const region = await withFunction();
    await expect(region.call('ListVersionsByFunction', { FunctionName: 'fn', ...input })).rejects.toMatchObject(expected);
  });

  test('of a template, only $LATEST, even where versions of one of the API lie behind it', async () => {
    const region = await withFunction();
    await publishMany(region, 'fn', 1);
    region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
    expect(names(await region.call('ListVersionsByFunction', { FunctionName: 'fn' }))).toEqual(['$LATEST']);
    await expect(region.resolve('fn:1')).rejects.toMatchObject({ message: `Function not found: ${arn('fn:1')}` });
    region.functions.replaceWorkspaceFunctions([]);
    expect(names(await region.call('ListVersionsByFunction', { FunctionName: 'fn' }))).toEqual(['$LATEST', '1']);
  });
});

describe('ListFunctions of all versions', () => {
  const list = (region: TestRegion, input: Operations['ListFunctions']['input'] = {}) =>
    region.call('ListFunctions', { FunctionVersion: 'ALL', ...input });

  async function withThree(): Promise<TestRegion> {
    const region = await openRegion();
    for (const name of ['b', 'a', 'c']) await region.create(name);
    await publishMany(region, 'a', 2);
    await publishMany(region, 'c', 1);
    return region;
  }
  const all = ['a:$LATEST', 'a:1', 'a:2', 'b:$LATEST', 'c:$LATEST', 'c:1'].map(arn);

  test('has every function, $LATEST first, as a list of versions has them', async () => {
    const region = await withThree();
    const answer = await list(region);
    expect(arns(answer)).toEqual(all);
    expect(answer).not.toHaveProperty('NextMarker');
    const { Versions = [] } = await region.call('ListVersionsByFunction', { FunctionName: 'a' });
    expect(answer.Functions?.slice(0, 3)).toEqual(Versions);
  });

  test.each([1, 2, 3, 4, 5, 6])('is the same in pages of %s', async (MaxItems) => {
    const region = await withThree();
    const found: unknown[] = [];
    for (let Marker: string | undefined = ''; Marker !== undefined; ) {
      const page: Operations['ListFunctions']['output'] = await list(region, { MaxItems, Marker });
      expect(page.Functions?.length).toBeLessThanOrEqual(MaxItems);
      found.push(...(arns(page) ?? []));
      Marker = page.NextMarker;
    }
    expect(found).toEqual(all);
  });

  test('goes on after a function or version that is gone by then', async () => {
    const region = await withThree();
    const { NextMarker: afterVersion = '' } = await list(region, { MaxItems: 2 });
    const { NextMarker: afterFunction = '' } = await list(region, { MaxItems: 4 });
    await region.call('DeleteFunction', { FunctionName: 'a:1' });
    expect(arns(await list(region, { Marker: afterVersion }))).toEqual(all.slice(2));
    await region.call('DeleteFunction', { FunctionName: 'b' });
    expect(arns(await list(region, { Marker: afterFunction }))).toEqual(all.slice(4));
    await region.call('DeleteFunction', { FunctionName: 'a' });
    expect(arns(await list(region, { Marker: afterVersion }))).toEqual(all.slice(4));
  });

  test('a list of functions goes on behind the function of its marker; the other way round, it is refused', async () => {
    const region = await withThree();
    const { NextMarker: Marker = '' } = await region.call('ListFunctions', { MaxItems: 1 });
    const { NextMarker: ofVersions = '' } = await list(region, { MaxItems: 2 });
    expect(arns(await region.call('ListFunctions', { Marker: ofVersions }))).toEqual([arn('b'), arn('c')]);
    await expect(list(region, { Marker })).rejects.toMatchObject(invalid('Invalid marker.'));
  });

  test('of a Region, has the replicas of its functions: none', async () => {
    const region = await withThree();
    expect(await list(region, { MasterRegion: 'eu-west-1' })).toEqual({ Functions: [] });
    expect(arns(await list(region, { MasterRegion: 'ALL' }))).toEqual(all);
    await expect(region.call('ListFunctions', { MasterRegion: 'eu-west-1' })).rejects.toMatchObject(
      invalid(
        'The combination MasterArn=eu-west-1 and FunctionVersion=NULL is not supported. ' +
          'Please see our documentation for valid combinations of ListFunctions options.',
      ),
    );
  });
});

test('versions count for the code storage, and their code stays until they are gone', async () => {
  const region = await withFunction();
  await region.call('PublishVersion', { FunctionName: 'fn' });
  expect(region.functions.codeSize).toBe(2 * zip.length);
  await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip });
  await region.functions.collectArchives(new Set());
  expect((await region.functions.archives.list()).size).toBe(2);
  await region.call('DeleteFunction', { FunctionName: 'fn:1' });
  await region.functions.collectArchives(new Set());
  expect((await region.functions.archives.list()).size).toBe(1);
  expect(region.functions.codeSize).toBe(otherZip.length);
});
