import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';
import { type Deployed, deployment, member } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import type { RegionOptions } from '../shared/region.ts';

const FunctionName = 'f';
const live = { FunctionName, Qualifier: 'live' };

/** Says how it was initialised and in which process it runs; waits where the event says for how long. */
const handler = `
  import { setTimeout } from 'node:timers/promises';
  const type = process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
  export const handler = async ({ ms = 0 }) => { await setTimeout(ms); return { type, pid: process.pid, version: process.env.AWS_LAMBDA_FUNCTION_VERSION }; };
`;
const broken = `throw new Error('no such luck');`;

async function published(source = handler, options: RegionOptions = {}): Promise<Deployed> {
  const deployed = await deployment(options);
  await deployed.create(source, { Publish: true, Timeout: 30 });
  await deployed.client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  return deployed;
}

const provision = ({ client }: Deployed, count: number, target: { FunctionName: string; Qualifier: string } = live) =>
  client.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: count }));
const configured = ({ client }: Deployed) => client.send(new GetProvisionedConcurrencyConfigCommand(live));
const ended = (deployed: Deployed, status: string) =>
  eventually(async () => {
    const config = await configured(deployed);
    return config.Status === status ? config : undefined;
  });
const invoke = ({ client }: Deployed, event: object = {}, Qualifier = 'live') => client.call(FunctionName, event, { Qualifier });
const environmentsOf = async ({ region }: Deployed) => (await region.state()).environments;
const provisionedOf = async (deployed: Deployed) => (await environmentsOf(deployed)).filter(({ provisioned }) => provisioned === true);

describe('provisioned concurrency', () => {
  test('initialises before any invocation, and serves without a cold start', async () => {
    const deployed = await published();
    expect(await provision(deployed, 2)).toMatchObject({ Status: 'IN_PROGRESS', RequestedProvisionedConcurrentExecutions: 2 });
    expect(await ended(deployed, 'READY')).toMatchObject({
      AllocatedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 2,
    });
    const waiting = await provisionedOf(deployed);
    expect(waiting).toMatchObject([{ state: 'idle', version: '1', invocations: 0 }, { state: 'idle', version: '1', invocations: 0 }]);
    const pids = waiting.map(({ pid }) => pid);
    const { payload } = await invoke(deployed);
    expect(payload).toMatchObject({ type: 'provisioned-concurrency', version: '1' });
    expect(pids).toContain(member(payload, 'pid'));
    expect(await environmentsOf(deployed)).toHaveLength(2);
  });

  test('what is beyond it spills over to environments on demand', async () => {
    const deployed = await published();
    await provision(deployed, 1);
    await ended(deployed, 'READY');
    const answers = await Promise.all([invoke(deployed, { ms: 300 }), invoke(deployed, { ms: 300 })]);
    const types = answers.map(({ payload }) => String(member(payload, 'type')));
    expect(types.sort()).toEqual(['on-demand', 'provisioned-concurrency']);
    expect(await environmentsOf(deployed)).toHaveLength(2);
  });

  test('where all that is reserved is provisioned, $LATEST is throttled', async () => {
    const deployed = await published();
    await deployed.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    await provision(deployed, 1);
    await ended(deployed, 'READY');
    await expect(invoke(deployed, {}, '$LATEST')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect((await invoke(deployed)).payload).toMatchObject({ type: 'provisioned-concurrency' });
  });

  test('fails where a function does not initialise, and leaves nothing behind', async () => {
    const deployed = await published(broken);
    await provision(deployed, 3);
    expect(await ended(deployed, 'FAILED')).toMatchObject({
      StatusReason: 'FUNCTION_ERROR_INIT_FAILURE',
      AvailableProvisionedConcurrentExecutions: 0,
    });
    await eventually(async () => (await environmentsOf(deployed)).length === 0);
  });

  test('grows and shrinks; those that were ready serve meanwhile', async () => {
    const deployed = await published();
    await provision(deployed, 2);
    await ended(deployed, 'READY');
    const before = (await provisionedOf(deployed)).map(({ id }) => id);
    expect(await provision(deployed, 4)).toMatchObject({ AvailableProvisionedConcurrentExecutions: 2 });
    await ended(deployed, 'READY');
    const grown = (await provisionedOf(deployed)).map(({ id }) => id);
    expect(grown).toHaveLength(4);
    expect(grown).toEqual(expect.arrayContaining(before));
    await provision(deployed, 1);
    await eventually(async () => (await environmentsOf(deployed)).length === 1);
    await deployed.client.send(new DeleteProvisionedConcurrencyConfigCommand(live));
    await eventually(async () => (await environmentsOf(deployed)).length === 0);
  });

  test('one that is lost is replaced', async () => {
    const deployed = await published();
    await provision(deployed, 1);
    await ended(deployed, 'READY');
    const [lost] = await provisionedOf(deployed);
    await deployed.region.control('POST', `/environments/${lost?.id}/retire`);
    const replaced = await eventually(async () => (await provisionedOf(deployed)).find(({ id, state }) => id !== lost?.id && state === 'idle'));
    expect(replaced.invocations).toBe(0);
    expect((await invoke(deployed)).payload).toMatchObject({ pid: replaced.pid });
  });

  test('moves with its alias: the old version serves until the new one is ready', async () => {
    const deployed = await published();
    await provision(deployed, 1);
    await ended(deployed, 'READY');
    const { client } = deployed;
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipBytes([{ name: 'index.mjs', content: `${handler}// 2` }]) }));
    await client.send(new PublishVersionCommand({ FunctionName }));
    await client.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }));
    const moved = await eventually(async () => {
      const environments = await environmentsOf(deployed);
      return environments.every(({ version }) => version === '2') && environments.length === 1 ? environments : undefined;
    });
    expect(moved).toMatchObject([{ provisioned: true, version: '2' }]);
    expect((await invoke(deployed)).payload).toMatchObject({ type: 'provisioned-concurrency', version: '2' });
  });

  test('is there again when the service starts anew', async () => {
    const first = await published();
    await provision(first, 1);
    await ended(first, 'READY');
    await first.region.stop();
    const again = await deployment({ dataFolder: first.region.dataFolder });
    await ended(again, 'READY');
    expect((await invoke(again)).payload).toMatchObject({ type: 'provisioned-concurrency' });
  });

  test('is prepared first, as long as the time scale says; idle environments of it are not retired', async () => {
    const deployed = await published(handler, { args: ['--idle-seconds', '1'] });
    await deployed.region.settings({ timeScale: 1 });
    await provision(deployed, 1);
    expect(await configured(deployed)).toMatchObject({ Status: 'IN_PROGRESS', AllocatedProvisionedConcurrentExecutions: 0 });
    expect(await environmentsOf(deployed)).toEqual([]);
    await deployed.region.settings({ timeScale: 0 });
    await provision(deployed, 1);
    await ended(deployed, 'READY');
    const [kept] = await provisionedOf(deployed);
    // One on demand goes meanwhile.
    await Promise.all([invoke(deployed, { ms: 50 }), invoke(deployed, { ms: 50 })]);
    await eventually(async () => (await environmentsOf(deployed)).length === 1);
    expect(await provisionedOf(deployed)).toMatchObject([{ id: kept?.id }]);
  });
});
