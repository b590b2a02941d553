import { expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { matchesWildcards } from '../../../../src/runner/resources/policies/matchesWildcards.ts';
import { arn, openRegion, type TestRegion, type TestRegionOptions, workspaceFunction } from './testRegion.ts';

type Permission = Operations['AddPermission']['input'];

const s3: Permission = { FunctionName: 'f', StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
const s3Statement = {
  Sid: 's3',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: arn('f'),
};
const notForLatest = 'We currently do not support adding policies for $LATEST.';
const elsewhere = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const notReachable = "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')";
const wrongRevision = '00000000-0000-4000-8000-000000000000';
const noResource = { type: 'ResourceNotFoundException', status: 404, message: 'The resource you requested does not exist.' };
const noPolicy = { type: 'ResourceNotFoundException', status: 404, message: 'No policy is associated with the given resource.' };
const revisionMismatch = (api: string) => ({
  type: 'PreconditionFailedException',
  status: 412,
  message: `The Revision Id provided does not match the latest Revision Id. Call the ${api} API to retrieve the latest Revision Id`,
});

/** A function `f` with a version 1 and an alias `live` of it. */
async function withFunction(options: TestRegionOptions = {}): Promise<TestRegion> {
  const region = await openRegion(options);
  await region.create('f', { Publish: true });
  await region.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
  return region;
}

function add(region: TestRegion, more: Partial<Permission> = {}): Promise<Operations['AddPermission']['output']> {
  return region.call('AddPermission', { ...s3, ...more });
}

async function policyOf(region: TestRegion, Qualifier?: string): Promise<unknown> {
  const { Policy = '' } = await region.call('GetPolicy', { FunctionName: 'f', Qualifier });
  return JSON.parse(Policy);
}

async function functionRevision(region: TestRegion, Qualifier?: string): Promise<string | undefined> {
  return (await region.call('GetFunctionConfiguration', { FunctionName: 'f', Qualifier })).RevisionId;
}

async function aliasRevision(region: TestRegion): Promise<string | undefined> {
  return (await region.call('GetAlias', { FunctionName: 'f', Name: 'live' })).RevisionId;
}

test('a permission is answered as the JSON text of its statement, and stands in the policy', async () => {
  const region = await withFunction();
  expect(await add(region)).toEqual({
    Statement:
      '{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction",' +
      `"Resource":"${arn('f')}"}`,
  });
  await add(region, { StatementId: 'sns', Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:eu-west-1:123456789012:topic' });
  expect(await region.call('GetPolicy', { FunctionName: 'f' })).toEqual({
    Policy:
      '{"Version":"2012-10-17","Id":"default","Statement":[' +
      '{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction",' +
      `"Resource":"${arn('f')}"},` +
      '{"Sid":"sns","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"lambda:InvokeFunction",' +
      `"Resource":"${arn('f')}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-west-1:123456789012:topic"}}}]}`,
    RevisionId: await functionRevision(region),
  });
});

test.each<readonly [string, unknown]>([
  ['*', '*'],
  ['210987654321', { AWS: 'arn:aws:iam::210987654321:root' }],
  ['arn:aws:iam::210987654321:root', { AWS: 'arn:aws:iam::210987654321:root' }],
  ['arn:aws:iam::210987654321:role/path/deploy', { AWS: 'arn:aws:iam::210987654321:role/path/deploy' }],
  ['arn:aws:iam::210987654321:user/me', { AWS: 'arn:aws:iam::210987654321:user/me' }],
  ['arn:aws:sts::210987654321:assumed-role/deploy/session', { AWS: 'arn:aws:sts::210987654321:assumed-role/deploy/session' }],
  ['apigateway.amazonaws.com', { Service: 'apigateway.amazonaws.com' }],
  ['s3.amazonaws.com.cn', { Service: 's3.amazonaws.com.cn' }],
  ['alexa-appkit.amazon.com', { Service: 'alexa-appkit.amazon.com' }],
])('principal %s', async (Principal, stands) => {
  const region = await withFunction();
  const { Statement = '' } = await add(region, { Principal });
  expect(JSON.parse(Statement)).toEqual({ ...s3Statement, Principal: stands });
});

test.each([
  'invalid.nonaws.com',
  'amazonaws.com',
  'evilamazonaws.com',
  '12345678901',
  'arn:aws:iam::210987654321:group/g',
  'arn:aws:s3:::bucket',
  'arn:aws:iam::210987654321:role/',
  '**',
])('principal %s is refused', async (Principal) => {
  const region = await withFunction();
  await expect(add(region, { Principal })).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    status: 400,
    message: 'The provided principal was invalid. Please check the principal and try again.',
  });
  await expect(region.call('GetPolicy', { FunctionName: 'f' })).rejects.toMatchObject(noResource);
});

test.each<readonly [Partial<Permission>, string]>([
  [{ SourceAccount: '123456789012' }, '{"StringEquals":{"AWS:SourceAccount":"123456789012"}}'],
  [{ SourceArn: 'arn:aws:s3:::bucket' }, '{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}'],
  [{ EventSourceToken: 'amzn1.ask.skill.x' }, '{"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.x"}}'],
  [{ Principal: '*', PrincipalOrgID: 'o-1234567890' }, '{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}'],
  [{ Principal: '*', InvokedViaFunctionUrl: true }, '{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}'],
  [
    {
      Principal: '*',
      Action: 'lambda:InvokeFunctionUrl',
      SourceArn: 'arn:aws:s3:::bucket',
      SourceAccount: '123456789012',
      PrincipalOrgID: 'o-1234567890',
      FunctionUrlAuthType: 'NONE',
    },
    '{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE","aws:PrincipalOrgID":"o-1234567890","AWS:SourceAccount":"123456789012"},' +
      '"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}',
  ],
])('conditions of %o', async (more, condition) => {
  const region = await withFunction();
  const { Statement = '' } = await add(region, more);
  expect(Statement).toContain(`,"Condition":${condition}}`);
});

test('a permission that is not limited to the function URL has no condition', async () => {
  const region = await withFunction();
  const { Statement = '' } = await add(region, { InvokedViaFunctionUrl: false });
  expect(JSON.parse(Statement)).toEqual(s3Statement);
});

test('the auth type of a URL goes with the action of URLs only', async () => {
  const region = await withFunction();
  await expect(add(region, { FunctionUrlAuthType: 'NONE' })).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    message: 'FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action',
  });
});

test.each<readonly [string, Partial<Permission>, string | undefined]>([
  ['name', { FunctionName: 'f' }, undefined],
  ['ARN', { FunctionName: arn('f') }, undefined],
  ['partial ARN', { FunctionName: '123456789012:function:f' }, undefined],
  ['name and version', { FunctionName: 'f', Qualifier: '1' }, '1'],
  ['name with version', { FunctionName: 'f:1' }, '1'],
  ['name with alias', { FunctionName: 'f:live' }, 'live'],
  ['ARN with alias, and alias', { FunctionName: arn('f:live'), Qualifier: 'live' }, 'live'],
])('by %s', async (_form, named, qualifier) => {
  const region = await withFunction();
  const Resource = qualifier === undefined ? arn('f') : arn(`f:${qualifier}`);
  const { Statement = '' } = await add(region, named);
  expect(JSON.parse(Statement)).toEqual({ ...s3Statement, Resource });
  expect(await policyOf(region, qualifier)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [{ ...s3Statement, Resource }] });
  for (const other of [undefined, '1', 'live']) {
    if (other !== qualifier) await expect(policyOf(region, other)).rejects.toMatchObject(noResource);
  }
  await region.call('RemovePermission', { FunctionName: 'f', StatementId: 's3', ...named });
  await expect(policyOf(region, qualifier)).rejects.toMatchObject(noResource);
});

test.each<readonly [string, Partial<Permission>, object]>([
  ['function', { FunctionName: 'g' }, { status: 404, message: `Function not found: ${arn('g')}` }],
  ['version', { Qualifier: '42' }, { status: 404, message: `Function not found: ${arn('f:42')}` }],
  ['version in disguise', { Qualifier: '01' }, { status: 404, message: `Function not found: ${arn('f:01')}` }],
  ['alias', { FunctionName: 'f:nowhere' }, { status: 404, message: `Cannot find alias arn: ${arn('f:nowhere')}` }],
  ['qualifier', { Qualifier: 'with-$' }, { status: 404, message: `Function not found: ${arn('f:with-$')}` }],
  ['Region', { FunctionName: elsewhere }, { status: 404, message: notReachable }],
  ['account', { FunctionName: '210987654321:function:f' }, { status: 403, type: 'AccessDeniedException' }],
  [
    'two qualifiers',
    { FunctionName: 'f:live', Qualifier: '1' },
    { status: 400, message: 'The derived qualifier from the function name does not match the specified qualifier.' },
  ],
  ['$LATEST', { Qualifier: '$LATEST' }, { status: 400, message: notForLatest }],
  ['$LATEST of no function', { FunctionName: 'g:$LATEST' }, { status: 400, message: notForLatest }],
  ['revision', { RevisionId: wrongRevision }, revisionMismatch('GetPolicy')],
])('a permission is refused by its %s', async (_what, more, error) => {
  const region = await withFunction();
  await expect(add(region, more)).rejects.toMatchObject(error);
});

test('a statement id is there once in each policy', async () => {
  const region = await withFunction();
  await add(region);
  await expect(add(region, { Principal: 'sns.amazonaws.com' })).rejects.toMatchObject({
    type: 'ResourceConflictException',
    status: 409,
    message: 'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
  });
  await add(region, { Qualifier: '1' });
  await add(region, { Qualifier: 'live' });
});

test('of two permissions with one id at the same time, one is made', async () => {
  const region = await withFunction();
  const outcomes = await Promise.allSettled([add(region), add(region), add(region, { StatementId: 'other' })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await policyOf(region)).toMatchObject({ Statement: [{ Sid: 's3' }, { Sid: 'other' }] });
});

test('a policy has 20,480 bytes at most', async () => {
  const region = await withFunction();
  const source = `arn:aws:s3:::${'ä'.repeat(4_000)}`;
  await add(region, { StatementId: 'a', SourceArn: source });
  await add(region, { StatementId: 'b', SourceArn: source });
  const { Policy = '' } = await region.call('GetPolicy', { FunctionName: 'f' });
  const more = Buffer.byteLength(`,${JSON.stringify({ ...s3Statement, Sid: 'c', Condition: { ArnLike: { 'AWS:SourceArn': '' } } })}`);
  const left = 20_480 - Buffer.byteLength(Policy) - more;
  await expect(add(region, { StatementId: 'c', SourceArn: 'x'.repeat(left + 1) })).rejects.toMatchObject({
    type: 'PolicyLengthExceededException',
    status: 400,
    message: 'The final policy size (20481) is bigger than the limit (20480).',
  });
  await add(region, { StatementId: 'c', SourceArn: 'x'.repeat(left) });
});

test('the RevisionId of a policy is that of what it is attached to, and changes with it', async () => {
  const region = await withFunction();
  const cases = [
    { qualifier: undefined, current: () => functionRevision(region) },
    { qualifier: '1', current: () => functionRevision(region, '1') },
    { qualifier: 'live', current: () => aliasRevision(region) },
  ];
  for (const { qualifier: Qualifier, current } of cases) {
    const all = async (): Promise<unknown[]> => Promise.all(cases.map((one) => one.current()));
    const first = await current();
    const before = await all();
    await add(region, { Qualifier, RevisionId: first });
    const second = await current();
    expect((await region.call('GetPolicy', { FunctionName: 'f', Qualifier })).RevisionId).toBe(second);
    expect((await all()).filter((revision, index) => revision !== before[index])).toEqual([second]);
    await expect(add(region, { Qualifier, StatementId: 'b', RevisionId: first })).rejects.toMatchObject(revisionMismatch('GetPolicy'));
    const removal = { FunctionName: 'f', Qualifier, StatementId: 's3' };
    await expect(region.call('RemovePermission', { ...removal, RevisionId: first })).rejects.toMatchObject(
      revisionMismatch('GetFunction/GetAlias'),
    );
    expect(await region.call('RemovePermission', { ...removal, RevisionId: second })).toEqual({});
    expect([first, second]).not.toContain(await current());
  }
});

test('statements are removed one by one, and the policy with the last', async () => {
  const region = await withFunction();
  await add(region, { StatementId: 'a' });
  await add(region, { StatementId: 'b' });
  await region.call('RemovePermission', { FunctionName: 'f', StatementId: 'a' });
  expect(await policyOf(region)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [{ ...s3Statement, Sid: 'b' }] });
  await region.call('RemovePermission', { FunctionName: 'f', StatementId: 'b' });
  await expect(policyOf(region)).rejects.toMatchObject(noResource);
  expect(region.tables.policies.size).toBe(0);
});

test.each<readonly [string, Partial<Operations['RemovePermission']['input']>, object]>([
  ['function', { FunctionName: 'g' }, { status: 404, message: `No policy found for: ${arn('g')}` }],
  ['version', { Qualifier: '42' }, { status: 404, message: `Function not found: ${arn('f:42')}` }],
  ['alias', { Qualifier: 'nowhere' }, { status: 404, message: `Cannot find alias arn: ${arn('f:nowhere')}` }],
  ['policy', { Qualifier: 'live' }, noPolicy],
  ['policy of $LATEST', { Qualifier: '$LATEST' }, noPolicy],
  ['statement', { StatementId: 'other' }, { status: 404, message: 'Statement other is not found in resource policy.' }],
])('a removal is refused by its %s', async (_what, more, error) => {
  const region = await withFunction();
  await add(region);
  await expect(region.call('RemovePermission', { FunctionName: 'f', StatementId: 's3', ...more })).rejects.toMatchObject(error);
  expect(await policyOf(region)).toMatchObject({ Statement: [s3Statement] });
});

test.each<readonly [string, Operations['GetPolicy']['input'], object]>([
  ['function', { FunctionName: 'g' }, { status: 404, message: `Function not found: ${arn('g')}` }],
  ['version', { FunctionName: 'f', Qualifier: '77' }, noResource],
  ['alias', { FunctionName: 'f:nowhere' }, noResource],
  ['$LATEST', { FunctionName: 'f', Qualifier: '$LATEST' }, noResource],
  ['Region', { FunctionName: elsewhere }, { status: 404, message: notReachable }],
])('no policy is got by its %s', async (_what, input, error) => {
  const region = await withFunction();
  await add(region);
  await expect(region.call('GetPolicy', input)).rejects.toMatchObject(error);
});

test('policies are there after a restart, and go with what they are attached to', async () => {
  const region = await withFunction();
  await add(region);
  await add(region, { Qualifier: 'live' });
  const before = await region.call('GetPolicy', { FunctionName: 'f', Qualifier: 'live' });
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  expect(await again.call('GetPolicy', { FunctionName: 'f', Qualifier: 'live' })).toEqual(before);
  expect(await policyOf(again)).toMatchObject({ Statement: [s3Statement] });
  await again.call('DeleteAlias', { FunctionName: 'f', Name: 'live' });
  await again.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
  await expect(policyOf(again, 'live')).rejects.toMatchObject(noResource);
  await again.call('DeleteFunction', { FunctionName: 'f' });
  await again.create('f');
  await expect(policyOf(again)).rejects.toMatchObject(noResource);
});

test('a change of a version keeps what the account stores', async () => {
  const region = await withFunction();
  const before = await region.accountSettings();
  await add(region, { Qualifier: '1' });
  expect(await region.accountSettings()).toEqual(before);
  const { Configuration } = await region.call('GetFunction', { FunctionName: 'f', Qualifier: '1' });
  expect(Configuration).toMatchObject({ Version: '1', State: 'Active' });
});

test('functions of the workspace have policies too, kept by name', async () => {
  const region = await openRegion();
  region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
  const first = await functionRevision(region);
  await add(region, { RevisionId: first });
  const { RevisionId } = await region.call('GetPolicy', { FunctionName: 'f' });
  expect(RevisionId).not.toBe(first);
  expect(RevisionId).toBe(await functionRevision(region));
  region.functions.replaceWorkspaceFunctions([]);
  await expect(policyOf(region)).rejects.toMatchObject({ message: `Function not found: ${arn('f')}` });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
  expect(await policyOf(region)).toMatchObject({ Statement: [s3Statement] });
});

test('policies of versions are not seen while the workspace has a function of the same name', async () => {
  const region = await withFunction();
  await add(region, { Qualifier: '1' });
  region.functions.replaceWorkspaceFunctions([workspaceFunction('f')]);
  await expect(policyOf(region, '1')).rejects.toMatchObject(noResource);
  await expect(region.call('DeleteResourcePolicy', { ResourceArn: arn('f:1') })).rejects.toMatchObject(noPolicy);
  region.functions.replaceWorkspaceFunctions([]);
  expect(await policyOf(region, '1')).toMatchObject({ Statement: [{ Sid: 's3' }] });
});

const whole = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'lambda:*', Resource: arn('f') }] };

function put(region: TestRegion, policy: unknown, more: Partial<Operations['PutResourcePolicy']['input']> = {}) {
  const Policy = typeof policy === 'string' ? policy : JSON.stringify(policy, undefined, 2);
  return region.call('PutResourcePolicy', { ResourceArn: arn('f'), Policy, ...more });
}

test('a whole policy takes the place of the permissions, and permissions join it', async () => {
  const region = await withFunction();
  await add(region);
  const answer = await put(region, whole);
  expect(answer).toEqual({ Policy: JSON.stringify(whole), RevisionId: await functionRevision(region) });
  expect(await region.call('GetResourcePolicy', { ResourceArn: arn('f') })).toEqual(answer);
  expect(await region.call('GetPolicy', { FunctionName: 'f' })).toEqual(answer);
  await add(region);
  expect(await policyOf(region)).toEqual({ ...whole, Statement: [...whole.Statement, s3Statement] });
  await region.call('RemovePermission', { FunctionName: 'f', StatementId: 's3' });
  expect(await policyOf(region)).toEqual(whole);
  expect(await region.call('DeleteResourcePolicy', { ResourceArn: arn('f') })).toEqual({});
  await expect(region.call('GetResourcePolicy', { ResourceArn: arn('f') })).rejects.toMatchObject(noResource);
  await expect(policyOf(region)).rejects.toMatchObject(noResource);
});

test('permissions join a policy whose only statement stands without a list', async () => {
  const region = await withFunction();
  await put(region, { ...whole, Statement: whole.Statement[0] });
  await add(region);
  expect(await policyOf(region)).toEqual({ ...whole, Statement: [...whole.Statement, s3Statement] });
});

test.each(['f', 'f:1', 'f:live'])('whole policies of %s', async (resource) => {
  const region = await withFunction();
  const policy = { ...whole, Statement: [{ ...whole.Statement[0], Resource: arn(resource) }] };
  const ResourceArn = arn(resource);
  const { RevisionId } = await put(region, policy, { ResourceArn });
  await expect(put(region, policy, { ResourceArn, RevisionId: wrongRevision })).rejects.toMatchObject(
    revisionMismatch('GetResourcePolicy'),
  );
  const second = await put(region, policy, { ResourceArn, RevisionId });
  expect(second.RevisionId).not.toBe(RevisionId);
  await expect(region.call('DeleteResourcePolicy', { ResourceArn, RevisionId })).rejects.toMatchObject(
    revisionMismatch('GetResourcePolicy'),
  );
  await region.call('DeleteResourcePolicy', { ResourceArn, RevisionId: second.RevisionId });
  await expect(region.call('DeleteResourcePolicy', { ResourceArn })).rejects.toMatchObject(noPolicy);
});

test.each<readonly [string, string, object]>([
  ['function', 'g', { status: 404, message: `Function not found: ${arn('g')}` }],
  ['version', 'f:42', { status: 404, message: `Function not found: ${arn('f:42')}` }],
  ['alias', 'f:nowhere', { status: 404, message: `Cannot find alias arn: ${arn('f:nowhere')}` }],
  ['$LATEST', 'f:$LATEST', { status: 400, message: notForLatest }],
])('a whole policy is refused by its %s', async (_what, resource, error) => {
  const region = await withFunction();
  const policy = { ...whole, Statement: [{ ...whole.Statement[0], Resource: arn(resource) }] };
  await expect(put(region, policy, { ResourceArn: arn(resource) })).rejects.toMatchObject(error);
});

const [statement] = whole.Statement;

test.each<readonly [string, unknown]>([
  ['no JSON', '{"Version":'],
  ['a list', []],
  ['a text', '"policy"'],
  ['an unknown version', { ...whole, Version: '2012-10-18' }],
  ['an unknown member', { ...whole, Statements: [] }],
  ['a member of all objects', { ...whole, constructor: 'x' }],
  ['no statement', { Version: '2012-10-17' }],
  ['no statements', { ...whole, Statement: [] }],
  ['a statement that is none', { ...whole, Statement: ['Allow'] }],
  ['no effect', { ...whole, Statement: [{ ...statement, Effect: undefined }] }],
  ['another effect', { ...whole, Statement: [{ ...statement, Effect: 'allow' }] }],
  ['no principal', { ...whole, Statement: [{ ...statement, Principal: undefined }] }],
  ['two principals', { ...whole, Statement: [{ ...statement, NotPrincipal: '*' }] }],
  ['a principal of no kind', { ...whole, Statement: [{ ...statement, Principal: { Nobody: 'x' } }] }],
  ['a principal as text', { ...whole, Statement: [{ ...statement, Principal: 's3.amazonaws.com' }] }],
  ['no principal of a kind', { ...whole, Statement: [{ ...statement, Principal: { AWS: [] } }] }],
  ['no action', { ...whole, Statement: [{ ...statement, Action: [] }] }],
  ["another service's action", { ...whole, Statement: [{ ...statement, Action: 's3:GetObject' }] }],
  ['no resource', { ...whole, Statement: [{ ...statement, Resource: undefined }] }],
  ['another resource', { ...whole, Statement: [{ ...statement, Resource: arn('g') }] }],
  ['another resource among its own', { ...whole, Statement: [{ ...statement, Resource: [arn('f'), arn('g')] }] }],
  ['a version for its resource', { ...whole, Statement: [{ ...statement, Resource: arn('f:1') }] }],
  ['a condition that is none', { ...whole, Statement: [{ ...statement, Condition: { StringEquals: 'x' } }] }],
  ['a condition without a value', { ...whole, Statement: [{ ...statement, Condition: { StringEquals: { 'aws:x': null } } }] }],
  ['one id for two', { ...whole, Statement: [{ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' }] }],
])('a whole policy with %s is refused', async (_what, policy) => {
  const region = await withFunction();
  await expect(put(region, policy)).rejects.toMatchObject({
    type: 'InvalidParameterValueException',
    status: 400,
    message: expect.stringMatching(/^The provided policy is invalid: .+\.$/),
  });
});

test.each<readonly [string, object]>([
  ['lists', { Action: ['lambda:InvokeFunction', 'lambda:Get*'], Resource: [arn('f'), arn('f:*')] }],
  ['wildcards', { Action: '*', Resource: 'arn:aws:lambda:*:123456789012:function:?' }],
  ['principals', { Principal: { AWS: ['123456789012', 'arn:aws:iam::123456789012:root'], Service: 's3.amazonaws.com' } }],
  ['conditions', { Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] }, Bool: { 'aws:SecureTransport': true } } }],
  ['all but', { Principal: undefined, NotPrincipal: { AWS: '123456789012' }, Action: undefined, NotAction: 'lambda:InvokeFunction' }],
])('a whole policy with %s', async (_what, more) => {
  const region = await withFunction();
  const policy = JSON.stringify({ Id: 'mine', ...whole, Statement: [{ ...statement, ...more }, { ...statement, Sid: 'b' }] });
  expect((await put(region, policy)).Policy).toBe(policy);
});

test('a whole policy has 20,480 bytes at most', async () => {
  const region = await withFunction();
  const policy = { ...whole, Id: 'ä'.repeat(10_200) };
  const size = Buffer.byteLength(JSON.stringify(policy));
  await expect(put(region, policy)).rejects.toMatchObject({
    type: 'PolicyLengthExceededException',
    message: `The final policy size (${size}) is bigger than the limit (20480).`,
  });
});

test.each<readonly [string, string, boolean]>([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['**', 'abc', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*c', 'abcbc', true],
  ['a*b?d', 'axbxbcd', true],
  ['a*c', 'abcd', false],
  ['abc', 'ab', false],
  ['abc*', 'abc', true],
  ['a.c', 'abc', false],
  [`${'*a'.repeat(500)}b`, 'a'.repeat(5_000), false],
])('wildcards %#', (pattern, text, matches) => {
  expect(matchesWildcards(pattern, text)).toBe(matches);
});
