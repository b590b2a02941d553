import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { arn, openRegion, otherZip, type TestRegion, zip } from './testRegion.ts';

type Configuration = Operations['GetFunctionConfiguration']['output'];

const reason = 'The function is being created.';
const pending = { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' };
const updating = {
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: reason,
  LastUpdateStatusReasonCode: 'Creating',
};
const active = { State: 'Active', LastUpdateStatus: 'Successful' };
const stateMembers = [
  'State',
  'StateReason',
  'StateReasonCode',
  'LastUpdateStatus',
  'LastUpdateStatusReason',
  'LastUpdateStatusReasonCode',
] as const satisfies readonly (keyof Configuration)[];

/** The members of an answer that tell what the function is in the middle of. */
function stateOf(configuration: Configuration | undefined): object {
  return Object.fromEntries(stateMembers.flatMap((name) => (configuration?.[name] === undefined ? [] : [[name, configuration[name]]])));
}

const conflict = (message: string) => ({ type: 'ResourceConflictException', status: 409, message });
const notNow = 'The operation cannot be performed at this time.';
const whilePending = conflict(`${notNow} The function is currently in the following state: Pending`);
const whileUpdating = conflict(`${notNow} An update is in progress for resource: ${arn('fn')}`);

/** Where Lambda's own waiting times last. */
const openSlow = () => openRegion({ timeScale: 1 });
/** Longer than any of them. */
const moment = 1000;

function find(region: TestRegion, Qualifier?: string): Promise<Configuration> {
  return region.call('GetFunctionConfiguration', { FunctionName: 'fn', ...(Qualifier !== undefined && { Qualifier }) });
}

function configure(region: TestRegion, change: object): Promise<Configuration> {
  return region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', ...change });
}

function recode(region: TestRegion, change: object): Promise<Configuration> {
  return region.call('UpdateFunctionCode', { FunctionName: 'fn', ...change });
}

/** All that changes a function. */
const changes: readonly (readonly [string, (region: TestRegion) => Promise<unknown>])[] = [
  ['UpdateFunctionConfiguration', (region) => configure(region, { Timeout: 9 })],
  ['UpdateFunctionCode', (region) => recode(region, { ZipFile: otherZip })],
  ['PublishVersion', (region) => region.call('PublishVersion', { FunctionName: 'fn' })],
];

describe('states', () => {
  test('a function is pending, then active as another revision', async () => {
    const region = await openSlow();
    const created = await region.create('fn');
    expect(stateOf(created)).toEqual(pending);
    const during = await find(region);
    expect(during).toEqual(created);
    region.advance(moment);
    const after = await find(region);
    expect(stateOf(after)).toEqual(active);
    expect(after.RevisionId).not.toBe(created.RevisionId);
    expect(await find(region)).toEqual(after);
    expect(after.LastModified).toBe(created.LastModified);
  });

  test.each([
    ['UpdateFunctionConfiguration', {}],
    ['UpdateFunctionCode', { ZipFile: otherZip }],
  ] as const)('%s is in progress, then over, as another revision each time, though nothing changes', async (operation, change) => {
    const region = await openSlow();
    await region.create('fn');
    region.advance(moment);
    const revisions = new Set<string | undefined>([(await find(region)).RevisionId]);
    for (const times of [1, 2]) {
      const answer = await region.call(operation, { FunctionName: 'fn', ...change });
      expect(stateOf(answer)).toEqual(updating);
      expect(await find(region)).toEqual(answer);
      region.advance(moment);
      const after = await find(region);
      expect(stateOf(after)).toEqual(active);
      expect(after.RevisionId).not.toBe(answer.RevisionId);
      expect(after.LastModified).toBe(answer.LastModified);
      revisions.add(answer.RevisionId).add(after.RevisionId);
      expect(revisions.size).toBe(1 + 2 * times);
    }
  });

  test('a version that is made with its function is pending as that is', async () => {
    const region = await openSlow();
    const created = await region.create('fn', { Publish: true });
    expect(created).toMatchObject({ FunctionArn: arn('fn'), Version: '1' });
    expect(stateOf(created)).toEqual(pending);
    expect(stateOf(await find(region))).toEqual(pending);
    expect(await find(region, '1')).toEqual({ ...created, FunctionArn: arn('fn:1') });
    region.advance(moment);
    for (const qualifier of [undefined, '1']) expect(stateOf(await find(region, qualifier))).toEqual(active);
  });

  test('a version that is made with new code is pending while its function is updated', async () => {
    const region = await openSlow();
    await region.create('fn');
    region.advance(moment);
    const answer = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip, Publish: true });
    expect(answer).toMatchObject({ FunctionArn: arn('fn:1'), Version: '1', CodeSize: otherZip.length });
    expect(stateOf(answer)).toEqual(pending);
    expect(await find(region, '1')).toEqual(answer);
    const latest = await find(region, '$LATEST');
    expect(latest).toMatchObject({ FunctionArn: arn('fn:$LATEST'), CodeSha256: answer.CodeSha256 });
    expect(stateOf(latest)).toEqual(updating);
    expect(latest.RevisionId).not.toBe(answer.RevisionId);
    region.advance(moment);
    // Where nothing is new, the last version is the answer, and is as it was.
    const again = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip, Publish: true });
    expect(again).toMatchObject({ Version: '1' });
    expect(stateOf(again)).toEqual(active);
    expect(again).toEqual(await find(region, '1'));
  });

  test.each(changes)('%s waits for the creation and for an update', async (_name, change) => {
    const region = await openSlow();
    await region.create('fn');
    await expect(change(region)).rejects.toMatchObject(whilePending);
    region.advance(moment);
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Description: 'new' });
    await expect(change(region)).rejects.toMatchObject(whileUpdating);
    region.advance(moment);
    await change(region);
  });

  test('a function is invoked while it is updated, and not before it is active', async () => {
    const region = await openSlow();
    await region.create('fn');
    await expect(region.resolve('fn')).rejects.toMatchObject({ type: 'ResourceConflictException', status: 409 });
    region.advance(moment);
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 9 });
    expect((await region.resolve('fn')).version.settings.Timeout).toBe(9);
  });

  test('a function may be deleted while it is made, and another one of its name begins anew', async () => {
    const region = await openSlow();
    await region.create('fn');
    region.advance(moment - 800);
    await region.call('DeleteFunction', { FunctionName: 'fn' });
    await region.create('fn');
    region.advance(200);
    expect(stateOf(await find(region))).toEqual(pending);
    region.advance(moment);
    expect(stateOf(await find(region))).toEqual(active);
  });

  test('what was in progress is over after a restart', async () => {
    const first = await openSlow();
    await first.create('fn');
    await first.stop();
    expect(stateOf(await find(await openRegion({ folder: first.folder, timeScale: 1 })))).toEqual(active);
  });

  test('lists tell no states, and the revision that will be', async () => {
    const region = await openSlow();
    await region.create('fn');
    const { Functions } = await region.call('ListFunctions', {});
    expect(stateOf(Functions?.[0])).toEqual({});
    region.advance(moment);
    expect(Functions?.[0]?.RevisionId).toBe((await find(region)).RevisionId);
  });
});

describe('what environments run', () => {
  const revisions: readonly (readonly [string, boolean, (region: TestRegion) => Promise<unknown>])[] = [
    ['a version', false, (region) => region.call('PublishVersion', { FunctionName: 'fn' })],
    ['new tags', false, (region) => region.call('TagResource', { Resource: arn('fn'), Tags: { a: 'b' } })],
    ['a reservation', false, (region) => region.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 3 })],
    ['an update of nothing', false, (region) => configure(region, {})],
    ['the same code', false, (region) => recode(region, { ZipFile: zip })],
    ['the same code and a version', false, (region) => recode(region, { ZipFile: zip, Publish: true })],
    ['other code', true, (region) => recode(region, { ZipFile: otherZip })],
    ['other code and a version', true, (region) => recode(region, { ZipFile: otherZip, Publish: true })],
    ['a setting', true, (region) => configure(region, { Timeout: 9 })],
    ['a variable', true, (region) => configure(region, { Environment: { Variables: { A: '2' } } })],
    ['a setting of logs', true, (region) => configure(region, { LoggingConfig: { LogGroup: 'x' } })],
  ];
  test.each(revisions)('after %s: is another, %s', async (_name, isOther, change) => {
    const region = await openRegion();
    await region.create('fn', { Environment: { Variables: { A: '1' } } });
    const { revision } = region.latest('fn');
    const { RevisionId } = await find(region);
    await change(region);
    expect(region.latest('fn').revision !== revision).toBe(isOther);
    if (isOther) expect((await find(region)).RevisionId).not.toBe(RevisionId);
  });

  test('$LATEST and a version are told apart, and a version stays as it is', async () => {
    const region = await openRegion();
    await region.create('fn', { Publish: true });
    const version = await region.resolve('fn', '1');
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Timeout: 9 });
    await region.call('PublishVersion', { FunctionName: 'fn' });
    expect((await region.resolve('fn', '1')).version).toEqual(version.version);
    expect((await region.resolve('fn', '2')).version.revision).not.toBe(version.version.revision);
  });
});
