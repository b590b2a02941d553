import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { openRegion, type TestRegion, zip } from './testRegion.ts';

const version = { LayerName: 'tools', VersionNumber: 1 };
const resource = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:1';
const wrongRevision = {
  type: 'PreconditionFailedException',
  status: 412,
  message: 'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
};
const noPolicy = { type: 'ResourceNotFoundException', status: 404, message: 'No policy is associated with the given resource.' };

async function withLayer(folder?: string): Promise<TestRegion> {
  const region = await openRegion(folder === undefined ? {} : { folder });
  await region.call('PublishLayerVersion', { LayerName: 'tools', Content: { ZipFile: zip } });
  return region;
}

type Addition = Operations['AddLayerVersionPermission']['input'];

const allow = (region: TestRegion, sid: string, more: Partial<Addition> = {}): Promise<Operations['AddLayerVersionPermission']['output']> =>
  region.call('AddLayerVersionPermission', { ...version, StatementId: sid, Action: 'lambda:GetLayerVersion', Principal: '*', ...more });
const allowed = (sid: string, principal: unknown = '*'): object => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: principal,
  Action: 'lambda:GetLayerVersion',
  Resource: resource,
});

test('a policy’s life: none, statements in their order, a revision for each change, none', async () => {
  const folder = await temporaryFolder();
  const region = await withLayer(folder);
  await expect(region.call('GetLayerVersionPolicy', version)).rejects.toMatchObject(noPolicy);
  const first = await allow(region, 's1');
  expect(first).toEqual({ Statement: JSON.stringify(allowed('s1')), RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const second = await allow(region, 's2', { RevisionId: first.RevisionId });
  expect(second.RevisionId).not.toBe(first.RevisionId);
  await region.stop();

  const again = await openRegion({ folder });
  expect(await again.call('GetLayerVersionPolicy', version)).toEqual({
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [allowed('s1'), allowed('s2')] }),
    RevisionId: second.RevisionId,
  });
  expect(await again.call('RemoveLayerVersionPermission', { ...version, StatementId: 's1', RevisionId: second.RevisionId })).toEqual({});
  const { Policy: text, RevisionId: third } = await again.call('GetLayerVersionPolicy', version);
  expect(text).toBe(JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [allowed('s2')] }));
  expect([first.RevisionId, second.RevisionId]).not.toContain(third);
  await again.call('RemoveLayerVersionPermission', { ...version, StatementId: 's2' });
  await expect(again.call('GetLayerVersionPolicy', version)).rejects.toMatchObject(noPolicy);
  await expect(again.call('RemoveLayerVersionPermission', { ...version, StatementId: 's2' })).rejects.toMatchObject(noPolicy);
});

test.each<readonly [string, Partial<Addition>, object]>([
  ['everybody', {}, allowed('s')],
  ['an account', { Principal: '111122223333' }, allowed('s', { AWS: 'arn:aws:iam::111122223333:root' })],
  ['a root', { Principal: 'arn:aws:iam::111122223333:root' }, allowed('s', { AWS: 'arn:aws:iam::111122223333:root' })],
  [
    'an organization',
    { OrganizationId: 'o-t194hfs8cz' },
    { ...allowed('s'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-t194hfs8cz' } } },
  ],
])('a statement for %s', async (_name, more, statement) => {
  const region = await withLayer();
  expect((await allow(region, 's', more)).Statement).toBe(JSON.stringify(statement));
});

test('a policy goes with its version, and is no other version’s', async () => {
  const region = await withLayer();
  await allow(region, 's');
  await region.call('PublishLayerVersion', { LayerName: 'tools', Content: { ZipFile: zip } });
  await expect(region.call('GetLayerVersionPolicy', { ...version, VersionNumber: 2 })).rejects.toMatchObject(noPolicy);
  await region.call('DeleteLayerVersion', version);
  await expect(region.call('GetLayerVersionPolicy', version)).rejects.toMatchObject({ message: `Layer version ${resource} does not exist.` });
});

test('statements that are added at the same time are all there', async () => {
  const region = await withLayer();
  await Promise.all(['s1', 's2', 's3', 's4'].map((sid) => allow(region, sid)));
  const { Policy: text = '' } = await region.call('GetLayerVersionPolicy', version);
  expect(JSON.parse(text)).toMatchObject({ Statement: [{ Sid: 's1' }, { Sid: 's2' }, { Sid: 's3' }, { Sid: 's4' }] });
});

describe('refusals', () => {
  test('a statement twice, a wrong revision, a statement that is not there; nothing changes', async () => {
    const region = await withLayer();
    const { RevisionId: revision } = await allow(region, 's1');
    await expect(allow(region, 's1')).rejects.toMatchObject({
      type: 'ResourceConflictException',
      status: 409,
      message: 'The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.',
    });
    await expect(allow(region, 's2', { RevisionId: 'wrong' })).rejects.toMatchObject(wrongRevision);
    const remove = (more: object): Promise<unknown> => region.call('RemoveLayerVersionPermission', { ...version, StatementId: 's1', ...more });
    await expect(remove({ RevisionId: 'wrong' })).rejects.toMatchObject(wrongRevision);
    await expect(remove({ StatementId: 'doesnotexist' })).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
      status: 404,
      message: 'Statement doesnotexist is not found in resource policy.',
    });
    expect((await region.call('GetLayerVersionPolicy', version)).RevisionId).toBe(revision);
  });

  test('a revision is asked for where there is no policy', async () => {
    const region = await withLayer();
    await expect(allow(region, 's', { RevisionId: 'any' })).rejects.toMatchObject(wrongRevision);
  });

  test('a policy of more than 20 KB', async () => {
    const region = await withLayer();
    const sid = (index: number): string => `s${String(index).padStart(99, '0')}`;
    const { Statement: statement = '' } = await allow(region, sid(999));
    let last: unknown;
    for (let index = 0; last === undefined && index < 200; index += 1) {
      last = await allow(region, sid(index)).then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    const { Policy: policy = '' } = await region.call('GetLayerVersionPolicy', version);
    expect(policy.length).toBeLessThanOrEqual(20_480);
    expect(last).toMatchObject({
      type: 'PolicyLengthExceededException',
      status: 400,
      message: `The final policy size (${policy.length + 1 + statement.length}) is bigger than the limit (20480).`,
    });
  });

  const call = { StatementId: 's', Action: 'lambda:GetLayerVersion', Principal: '*' };
  test.each(['AddLayerVersionPermission', 'GetLayerVersionPolicy', 'RemoveLayerVersionPermission'] as const)(
    '%s of a version that is not there, and below 1',
    async (operation) => {
      const region = await withLayer();
      const on = (more: object): Promise<unknown> => region.call(operation, { ...version, ...call, ...more });
      const missing = (arn: string): object => ({ type: 'ResourceNotFoundException', status: 404, message: `Layer version ${arn} does not exist.` });
      await expect(on({ VersionNumber: 2 })).rejects.toMatchObject(missing(`${resource.slice(0, -1)}2`));
      await expect(on({ LayerName: 'unknown' })).rejects.toMatchObject(missing(resource.replace('tools', 'unknown')));
      await expect(on({ VersionNumber: 0 })).rejects.toMatchObject({ message: 'Layer Version Cannot be less than 1' });
      await expect(on({ LayerName: 'arn:aws:lambda:eu-west-1:999999999999:layer:tools' })).rejects.toMatchObject({
        type: 'AccessDeniedException',
        message: expect.stringContaining(`lambda:${operation} on resource: arn:aws:lambda:eu-west-1:999999999999:layer:tools:1 `),
      });
    },
  );
});
