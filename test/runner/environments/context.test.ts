import { InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { deployment, member } from '../../shared/deployed.ts';

const handler = `
  export const handler = async (event, context) => ({
    pid: process.pid,
    trace: process.env._X_AMZN_TRACE_ID,
    type: process.env.AWS_LAMBDA_INITIALIZATION_TYPE,
    tenant: context.tenantId,
    client: context.clientContext,
    identity: context.identity,
  });
`;

test("a trace's header is passed on, and is there where the caller sends none", async () => {
  const { create, call, region } = await deployment();
  await create(handler);
  expect(member((await call({})).payload, 'trace')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  const given = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const url = `${region.endpoint}/2015-03-31/functions/f/invocations`;
  const response = await fetch(url, { method: 'POST', body: '{}', headers: { 'X-Amzn-Trace-Id': given, 'X-Amz-Log-Type': 'Tail' } });
  expect(member(await response.json(), 'trace')).toBe(given);
  const tail = Buffer.from(response.headers.get('x-amz-log-result') ?? '', 'base64').toString();
  expect(tail).toMatch(/\t\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8\tSampled: true\t\n$/);
});

test('an active function samples what its callers did not decide', async () => {
  const { create, call } = await deployment();
  await create(handler, { TracingConfig: { Mode: 'Active' } });
  expect(member((await call({})).payload, 'trace')).toMatch(/;Sampled=1$/);
});

test('client context and Cognito identity reach the handler', async () => {
  const { create, region } = await deployment();
  await create(handler);
  const client = { client: { installation_id: 'i' }, custom: { a: 'ä' }, env: {} };
  const response = await fetch(`${region.endpoint}/2015-03-31/functions/f/invocations`, {
    method: 'POST',
    headers: {
      'X-Amz-Client-Context': Buffer.from(JSON.stringify(client)).toString('base64'),
      'X-Amz-Cognito-Identity': JSON.stringify({ cognitoIdentityId: 'us-east-1:1', cognitoIdentityPoolId: 'us-east-1:2' }),
    },
  });
  expect(await response.json()).toMatchObject({ client, identity: { cognitoIdentityId: 'us-east-1:1', cognitoIdentityPoolId: 'us-east-1:2' } });
});

test('an environment serves one tenant only', async () => {
  const { create, client } = await deployment();
  await create(handler, { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
  const call = async (TenantId?: string): Promise<unknown> => {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'f', ...(TenantId !== undefined && { TenantId }) }));
    return JSON.parse(Payload?.transformToString() ?? '');
  };
  const answers = [await call('blue'), await call('green'), await call('blue')];
  expect(answers.map((answer) => member(answer, 'tenant'))).toEqual(['blue', 'green', 'blue']);
  const [blue, green, again] = answers.map((answer) => member(answer, 'pid'));
  expect(again).toBe(blue);
  expect(green).not.toBe(blue);
  await expect(call()).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
  });
});

test('a tenant for a function without tenants is refused', async () => {
  const { create, client } = await deployment();
  await create(handler);
  await expect(client.send(new InvokeCommand({ FunctionName: 'f', TenantId: 'blue' }))).rejects.toMatchObject({
    message: 'The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.',
  });
});

test('a published version with SnapStart starts as if from its snapshot', async () => {
  const { create, client, call, region } = await deployment();
  const source = 'import os\ndef handler(event, context):\n    return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]\n';
  await create([{ name: 'index.py', content: source }], {
    Runtime: 'python3.13',
    SnapStart: { ApplyOn: 'PublishedVersions' },
  });
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  await region.settings({ runtimes: { 'python3.13': { command: process.execPath, args: ['-e', snapshotRuntime], variables: {} } } });
  const first = await call({}, 'f:1');
  expect(first.payload).toEqual({ type: 'snap-start', restored: true });
  expect(first.tail).toMatch(/\tRestore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms\t\n$/);
  expect(first.tail).not.toContain('Init Duration');
  expect((await call({})).payload).toMatchObject({ type: 'on-demand', restored: false });
});

/** Asks for its restore as the clients with hooks do, where it is told that it starts from a snapshot. */
const snapshotRuntime = `
  const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime';
  const type = process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
  (async () => {
    let restored = false;
    if (type === 'snap-start') restored = (await fetch(base + '/restore/next')).status === 200;
    for (;;) {
      const next = await fetch(base + '/invocation/next');
      const id = next.headers.get('lambda-runtime-aws-request-id');
      await next.text();
      await fetch(base + '/invocation/' + id + '/response', { method: 'POST', body: JSON.stringify({ type, restored }) });
    }
  })();
`;
