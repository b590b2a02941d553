import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { arn, openRegion, role, type TestRegion, workspaceFunction, zip } from './testRegion.ts';

const elsewhere = {
  type: 'ResourceNotFoundException',
  status: 404,
  message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
};
const foreign = { type: 'AccessDeniedException', status: 403 };
const derived = {
  type: 'InvalidParameterValueException',
  status: 400,
  message: 'The derived qualifier from the function name does not match the specified qualifier.',
};
const notFound = (of: string) => ({ type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn(of)}` });

type Names = readonly [name: string, qualifier: string | undefined, expected: string | object];

/** `expected`: the ARN that is answered, or the error. */
const getCases: readonly Names[] = [
  ['fn', undefined, arn('fn')],
  ['fn', '$LATEST', arn('fn:$LATEST')],
  ['fn:$LATEST', undefined, arn('fn:$LATEST')],
  ['fn:$LATEST', '$LATEST', arn('fn:$LATEST')],
  ['function:fn', undefined, arn('fn')],
  ['123456789012:function:fn', undefined, arn('fn')],
  [arn('fn'), undefined, arn('fn')],
  [arn('fn:$LATEST'), undefined, arn('fn:$LATEST')],
  ['missing', undefined, notFound('missing')],
  ['missing', '1', notFound('missing:1')],
  ['fn', '1', notFound('fn:1')],
  ['fn:live', undefined, notFound('fn:live')],
  ['fn', 'live', notFound('fn:live')],
  ['fn:live', '1', derived],
  ['arn:aws:lambda:us-east-1:123456789012:function:fn', undefined, elsewhere],
  ['999999999999:function:fn', undefined, foreign],
  ['not a name', undefined, { type: 'ResourceNotFoundException' }],
];

async function withFunction(): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('fn');
  return region;
}

describe('names', () => {
  test.each(getCases)('GetFunction and GetFunctionConfiguration of %s, %s', async (FunctionName, Qualifier, expected) => {
    const region = await withFunction();
    const input = { FunctionName, ...(Qualifier !== undefined && { Qualifier }) };
    const answers = [
      region.call('GetFunction', input).then(({ Configuration }) => Configuration?.FunctionArn),
      region.call('GetFunctionConfiguration', input).then(({ FunctionArn }) => FunctionArn),
    ];
    for (const answer of answers) {
      if (typeof expected === 'string') expect(await answer).toBe(expected);
      else await expect(answer).rejects.toMatchObject(expected);
    }
  });

  test.each<Names>([
    ['fn', undefined, arn('fn')],
    [arn('fn'), '$LATEST', arn('fn')],
    ['fn:$LATEST', undefined, arn('fn')],
    // Invoke always names a version.
    ['missing', undefined, notFound('missing:$LATEST')],
    ['fn', '3', notFound('fn:3')],
    ['fn:live', undefined, notFound('fn:live')],
    ['fn', '$LATEST.PUBLISHED', notFound('fn:$LATEST.PUBLISHED')],
    ['fn:live', 'other', derived],
    ['arn:aws:lambda:us-east-1:123456789012:function:fn', undefined, elsewhere],
    ['999999999999:function:fn', undefined, { ...foreign, message: expect.stringContaining('lambda:InvokeFunction') }],
  ])('an invocation of %s, %s', async (name, qualifier, expected) => {
    const region = await withFunction();
    const target = region.resolve(name, qualifier);
    if (typeof expected === 'string') expect((await target).version.arn).toBe(expected);
    else await expect(target).rejects.toMatchObject(expected);
  });
});

describe('ListFunctions', () => {
  const names = (output: Operations['ListFunctions']['output']) => output.Functions?.map(({ FunctionName }) => FunctionName);

  test('is empty, and tells no state of functions', async () => {
    const region = await openRegion();
    expect(await region.call('ListFunctions', {})).toEqual({ Functions: [] });
    await region.create('fn');
    const { Functions } = await region.call('ListFunctions', {});
    expect(Functions).toMatchObject([{ FunctionName: 'fn', FunctionArn: arn('fn'), Role: role, CodeSize: zip.length }]);
    for (const member of ['State', 'LastUpdateStatus', 'RuntimeVersionConfig']) expect(Functions?.[0]).not.toHaveProperty(member);
    expect((await region.call('ListFunctions', { FunctionVersion: 'ALL' })).Functions).toMatchObject([{ FunctionArn: arn('fn:$LATEST') }]);
  });

  test('pages by opaque markers, in the order of names, through functions that come and go', async () => {
    const region = await openRegion();
    for (const name of ['e', 'c', 'a', 'd', 'b']) await region.create(name);
    const first = await region.call('ListFunctions', { MaxItems: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.NextMarker).not.toContain('b:');
    const marker = first.NextMarker ?? '';
    await region.call('DeleteFunction', { FunctionName: 'b' });
    await region.create('bb');
    const second = await region.call('ListFunctions', { MaxItems: 2, Marker: marker });
    expect(names(second)).toEqual(['bb', 'c']);
    const third = await region.call('ListFunctions', { MaxItems: 2, Marker: second.NextMarker ?? '' });
    expect(third).toMatchObject({ Functions: [{ FunctionName: 'd' }, { FunctionName: 'e' }] });
    expect(third).not.toHaveProperty('NextMarker');
  });

  test('has 50 a page, also where more is asked for', async () => {
    const region = await openRegion();
    region.functions.replaceWorkspaceFunctions(Array.from({ length: 51 }, (_, index) => workspaceFunction(`f${index}`)));
    for (const input of [{}, { MaxItems: 10_000 }]) {
      const page = await region.call('ListFunctions', input);
      expect(page.Functions).toHaveLength(50);
      expect((await region.call('ListFunctions', { Marker: page.NextMarker ?? '' })).Functions).toHaveLength(1);
    }
  });

  test('a marker that is none of ours is refused', async () => {
    const region = await openRegion();
    await expect(region.call('ListFunctions', { Marker: 'abc' })).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      status: 400,
    });
  });
});

describe('DeleteFunction', () => {
  test('deletes a function, its reservation and, at the next start, its code', async () => {
    const region = await withFunction();
    await region.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 10 });
    expect(await region.call('DeleteFunction', { FunctionName: arn('fn') })).toEqual({ StatusCode: 204 });
    await expect(region.call('GetFunction', { FunctionName: 'fn' })).rejects.toMatchObject(notFound('fn'));
    expect(region.functions.reservedTotal).toBe(0);
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    expect(again.functions.latest()).toEqual([]);
    expect(await again.functions.archives.list()).toEqual(new Set());
  });

  test.each<Names>([
    ['missing', undefined, notFound('missing')],
    ['missing', '1', notFound('missing')],
    ['fn', '$LATEST', { message: '$LATEST version cannot be deleted without deleting the function.' }],
    ['fn:$LATEST', undefined, { message: '$LATEST version cannot be deleted without deleting the function.' }],
    ['fn', 'live', { message: 'Deletion of aliases is not currently supported.' }],
    // A version that is not there is as good as deleted.
    ['fn', '1', '204'],
  ])('of %s, %s leaves it', async (FunctionName, Qualifier, expected) => {
    const region = await withFunction();
    const answer = region.call('DeleteFunction', { FunctionName, ...(Qualifier !== undefined && { Qualifier }) });
    if (typeof expected === 'string') expect((await answer).StatusCode).toBe(Number(expected));
    else await expect(answer).rejects.toMatchObject(expected);
    expect(region.functions.latest()).toHaveLength(1);
  });
});
