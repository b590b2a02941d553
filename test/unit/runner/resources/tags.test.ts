import { expect, test } from 'vitest';

import { commit } from '../../../../src/runner/store/documentTable.ts';
import { arn, openRegion, type TestRegion, workspaceFunction } from './testRegion.ts';

const uuid = '11111111-2222-4333-8444-555555555555';
const here = 'arn:aws:lambda:eu-west-1:123456789012';

const numbered = (count: number, prefix = 'key'): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_none, index) => [`${prefix}${index}`, String(index)]));

async function tagsOf(region: TestRegion, Resource: string): Promise<unknown> {
  return (await region.call('ListTags', { Resource })).Tags;
}

async function withFunction(Tags?: Record<string, string>): Promise<TestRegion> {
  const region = await openRegion();
  await region.create('f', { Tags });
  return region;
}

interface Kind {
  readonly kind: string;
  /** Makes a resource without tags, and answers its ARN. */
  readonly make: (region: TestRegion) => Promise<string>;
  readonly missing: string;
  readonly notFound: string;
}

const kinds: readonly Kind[] = [
  {
    kind: 'function',
    make: async (region) => {
      await region.create('f');
      return arn('f');
    },
    missing: arn('g'),
    notFound: `Function not found: ${arn('g')}`,
  },
  {
    kind: 'event source mapping',
    make: async ({ store, tables }) => {
      const document = {
        functionArn: arn('f'),
        enabled: true,
        lastModified: 0,
        source: {},
        settings: { BatchSize: 10, FunctionResponseTypes: [] },
      };
      await commit(store, [tables.eventSourceMappings.putting(uuid, document)]);
      return `${here}:event-source-mapping:${uuid}`;
    },
    missing: `${here}:event-source-mapping:${uuid.replaceAll('1', '9')}`,
    notFound: `Event source mapping not found: ${here}:event-source-mapping:${uuid.replaceAll('1', '9')}`,
  },
  {
    kind: 'code signing config',
    make: async (region) => {
      const { CodeSigningConfig } = await region.call('CreateCodeSigningConfig', {
        AllowedPublishers: { SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:123456789012:/signing-profiles/p/0123456789'] },
      });
      return CodeSigningConfig?.CodeSigningConfigArn ?? '';
    },
    missing: `${here}:code-signing-config:csc-00000000000000000`,
    notFound: `The Lambda code signing configuration ${here}:code-signing-config:csc-00000000000000000 can not be found.`,
  },
  {
    kind: 'capacity provider',
    make: async (region) => {
      await region.call('CreateCapacityProvider', {
        CapacityProviderName: 'p',
        VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
        PermissionsConfig: { CapacityProviderOperatorRoleArn: 'arn:aws:iam::123456789012:role/operator' },
      });
      return `${here}:capacity-provider:p`;
    },
    missing: `${here}:capacity-provider:q`,
    notFound: `Capacity provider not found: ${here}:capacity-provider:q`,
  },
];

test.each(kinds)('tags of a $kind come, change and go', async ({ make }) => {
  const region = await openRegion();
  const Resource = await make(region);
  expect(await region.call('ListTags', { Resource })).toEqual({ Tags: {} });
  expect(await region.call('TagResource', { Resource, Tags: { a: '1', b: '2', c: '' } })).toEqual({});
  expect(await tagsOf(region, Resource)).toEqual({ a: '1', b: '2', c: '' });
  await region.call('TagResource', { Resource, Tags: { b: 'new', d: '4' } });
  expect(await tagsOf(region, Resource)).toEqual({ a: '1', b: 'new', c: '', d: '4' });
  expect(await region.call('UntagResource', { Resource, TagKeys: ['a', 'nothing'] })).toEqual({});
  expect(await tagsOf(region, Resource)).toEqual({ b: 'new', c: '', d: '4' });
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect(await tagsOf(again, Resource)).toEqual({ b: 'new', c: '', d: '4' });
  await again.call('UntagResource', { Resource, TagKeys: ['b', 'c', 'd'] });
  expect(await tagsOf(again, Resource)).toEqual({});
  expect(again.tables.tags.size).toBe(0);
});

test.each(kinds)('a $kind that is not there is told in its own words', async ({ make, missing: Resource, notFound: message }) => {
  const region = await openRegion();
  await make(region);
  const error = { type: 'ResourceNotFoundException', status: 404, message };
  await expect(region.call('TagResource', { Resource, Tags: { a: '1' } })).rejects.toMatchObject(error);
  await expect(region.call('UntagResource', { Resource, TagKeys: ['a'] })).rejects.toMatchObject(error);
  await expect(region.call('ListTags', { Resource })).rejects.toMatchObject(error);
});

test.each(kinds)('a $kind has 50 tags at most', async ({ make }) => {
  const region = await openRegion();
  const Resource = await make(region);
  const error = { type: 'InvalidParameterValueException', status: 400, message: 'Number of tags exceeds resource tag limit.' };
  await expect(region.call('TagResource', { Resource, Tags: numbered(51) })).rejects.toMatchObject(error);
  expect(await tagsOf(region, Resource)).toEqual({});
  await region.call('TagResource', { Resource, Tags: numbered(50) });
  await expect(region.call('TagResource', { Resource, Tags: { one: 'more' } })).rejects.toMatchObject(error);
  await region.call('TagResource', { Resource, Tags: { key0: 'other' } });
  expect(await tagsOf(region, Resource)).toEqual({ ...numbered(50), key0: 'other' });
});

test.each(kinds)('tags of a $kind that come at the same time are all there', async ({ make }) => {
  const region = await openRegion();
  const Resource = await make(region);
  const outcomes = await Promise.allSettled(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((prefix) => region.call('TagResource', { Resource, Tags: numbered(10, prefix) })),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([...Array.from({ length: 5 }, () => 'fulfilled'), 'rejected']);
  expect(Object.keys(await region.call('ListTags', { Resource }).then(({ Tags = {} }) => Tags))).toHaveLength(50);
});

test('no tags are refused, in the few words that AWS has for it', async () => {
  const region = await withFunction();
  await expect(region.call('TagResource', { Resource: arn('f'), Tags: {} })).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message: 'An error occurred and the request cannot be processed.',
  });
});

test('tags are part of the function: shown with it, and a new RevisionId with each change', async () => {
  const region = await withFunction({ a: '1' });
  const shown = async () => {
    const { Tags, Configuration } = await region.call('GetFunction', { FunctionName: 'f' });
    return { Tags, revision: Configuration?.RevisionId };
  };
  const before = await shown();
  expect(before.Tags).toEqual({ a: '1' });
  await region.call('TagResource', { Resource: arn('f'), Tags: { b: '2' } });
  const tagged = await shown();
  expect(tagged.Tags).toEqual({ a: '1', b: '2' });
  await region.call('UntagResource', { Resource: arn('f'), TagKeys: ['a', 'b'] });
  const untagged = await shown();
  expect(untagged.Tags).toBeUndefined();
  expect(new Set([before.revision, tagged.revision, untagged.revision]).size).toBe(3);
});

test.each(['f:1', 'f:live', 'f:$LATEST', 'g:1'])('%s has no tags of its own', async (name) => {
  const region = await withFunction();
  const error = {
    type: 'InvalidParameterValueException',
    status: 400,
    message: 'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  };
  const Resource = arn(name);
  await expect(region.call('TagResource', { Resource, Tags: { a: '1' } })).rejects.toMatchObject(error);
  await expect(region.call('UntagResource', { Resource, TagKeys: ['a'] })).rejects.toMatchObject(error);
  await expect(region.call('ListTags', { Resource })).rejects.toMatchObject(error);
});

test.each<readonly [string, string, object]>([
  [
    'a function of another Region',
    'arn:aws:lambda:us-east-1:123456789012:function:f',
    { status: 404, message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')" },
  ],
  ["another account's function", 'arn:aws:lambda:eu-west-1:210987654321:function:f', { status: 403, type: 'AccessDeniedException' }],
  [
    'a mapping of another Region',
    `arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${uuid}`,
    { status: 404, message: `Event source mapping not found: arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${uuid}` },
  ],
  [
    'a network connector',
    `${here}:network-connector:n`,
    { status: 404, message: `Network connector not found: ${here}:network-connector:n` },
  ],
])('%s has no tags here', async (_what, Resource, error) => {
  const region = await withFunction();
  await kinds.find(({ kind }) => kind === 'event source mapping')?.make(region);
  await expect(region.call('ListTags', { Resource })).rejects.toMatchObject(error);
  await expect(region.call('TagResource', { Resource, Tags: { a: '1' } })).rejects.toMatchObject(error);
});

test('tags go with what they are of', async () => {
  const region = await openRegion();
  for (const { make } of kinds) await region.call('TagResource', { Resource: await make(region), Tags: { a: '1' } });
  await region.call('DeleteFunction', { FunctionName: 'f' });
  await expect(region.call('ListTags', { Resource: arn('f') })).rejects.toMatchObject({ message: `Function not found: ${arn('f')}` });
  await region.create('f');
  expect(await tagsOf(region, arn('f'))).toEqual({});
});

test('a function of the workspace has its tags from there', async () => {
  const region = await openRegion();
  region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
  expect(await tagsOf(region, arn('f'))).toEqual({});
  await expect(region.call('TagResource', { Resource: arn('f'), Tags: { a: '1' } })).rejects.toMatchObject({
    type: 'ResourceConflictException',
    message: expect.stringContaining('TagResource cannot change f, which the workspace defines: fFunction in /work/template.yaml, line 5.'),
  });
  await expect(region.call('UntagResource', { Resource: arn('f'), TagKeys: ['a'] })).rejects.toMatchObject({ status: 409 });
});
