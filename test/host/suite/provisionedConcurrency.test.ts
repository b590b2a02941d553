import assert from 'node:assert/strict';
import { CreateAliasCommand, DeleteFunctionCommand, PublishVersionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import type { ProvisionedConcurrency } from '../../../src/aws/lambdaApi.ts';
import { commandIds, settingIds } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { problemLook } from '../../../src/extension/ui/problemTable.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { eventually } from '../../shared/eventually.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { accepting, answering, errorsTold } from './dialogs.ts';
import { setSetting } from './regionSetting.ts';
import { connectionOf } from './standInConnection.ts';
import { nodeAt, rowsOf, testApi } from './support.ts';

const functionName = 'Steady';
const broken = 'Broken';
const live = { functionName, qualifier: 'live' };

describe('provisioned concurrency', () => {
  let api: TestApi;
  let client: TestClient;

  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    // Lambda prepares for a minute.
    await setSetting(settingIds.localTimeScale, 0);
    await publish(functionName, goodPackage);
    await publish(broken, zipBytes([{ name: 'index.mjs', content: `throw new Error('no database');` }]));
    await client.send(new CreateAliasCommand({ FunctionName: functionName, Name: 'next', FunctionVersion: '$LATEST' }));
    await api.run('refresh');
  });

  after(async () => {
    for (const FunctionName of [functionName, broken]) await client.send(new DeleteFunctionCommand({ FunctionName }));
    client.destroy();
    await setSetting(settingIds.localTimeScale, undefined);
    await api.run('refresh');
  });

  /** A function with version 1 and the alias `live` of it. */
  async function publish(FunctionName: string, code: Uint8Array): Promise<void> {
    await client.send(createCommand(FunctionName, code));
    await waitUntilFunctionActiveV2({ client, minDelay: 1, maxWaitTime: 30 }, { FunctionName });
    await client.send(new PublishVersionCommand({ FunctionName }));
    await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  }

  const node = (...path: readonly string[]) => nodeAt(api.trees.functions, 'Local', ...path);
  const rows = async (...path: readonly string[]) => rowsOf(api.trees.functions, await node(...path));
  const rowBecomes = (name: string, pattern: RegExp) =>
    eventually(async () => (await rows(name, 'Aliases', 'live')).find((row) => pattern.test(row)), 30_000).catch(async () => {
      assert.match((await rows(name, 'Aliases', 'live')).join('\n'), pattern);
    });

  it('has a row below what can have it, and none below what runs $LATEST', async () => {
    assert.deepEqual(await rows(functionName, 'Aliases', 'live'), ['Provisioned: none']);
    assert.deepEqual(await rows(functionName, 'Versions', '1'), ['Provisioned: none']);
    for (const path of [['Aliases', 'next'], ['Versions', '$LATEST']]) {
      const qualifier = await node(functionName, ...path);
      assert.equal(qualifier.expands, undefined);
      assert.deepEqual(await qualifier.children?.(), []);
      assert.ok(!qualifier.row().traits?.includes('provisionable'));
    }
  });

  it('is set, followed until it is ready, told in full, and removed without a question', async () => {
    await api.run('setProvisionedConcurrency', { ...live, provisioned: 2 });
    await rowBecomes(functionName, /^Provisioned: 2 of 2 ready$/);
    const row = await node(functionName, 'Aliases', 'live', 'Provisioned');
    const { icon, traits } = row.row();
    assert.deepEqual([icon, traits?.includes('provisioned'), traits?.includes('scaling'), traits?.includes('logs')], ['pass', true, true, false]);
    assert.equal(await row.tooltip?.(), 'Provisioned concurrency\nRequested: 2\nAllocated: 2\nAvailable: 2\nStatus: READY');
    // The row is an argument as good as a name; what is there is proposed.
    const target = { target: 'target' in row ? row.target : undefined };
    await accepting(api.run('setProvisionedConcurrency', target));
    assert.equal((await provisionedNow())?.requested, 2);
    assert.deepEqual(await answering('Remove', () => api.run('setProvisionedConcurrency', { ...live, provisioned: 0 })), []);
    assert.equal(await provisionedNow(), undefined);
    assert.deepEqual(await rows(functionName, 'Aliases', 'live'), ['Provisioned: none']);
  });

  async function provisionedNow(): Promise<ProvisionedConcurrency | undefined> {
    return (await api.workbench.local.api()).getProvisioned(functionName, 'live');
  }

  it('is asked for what it is to be of: aliases come first', async () => {
    await accepting(api.run('setProvisionedConcurrency', { functionName, provisioned: 1 }));
    assert.equal((await provisionedNow())?.requested, 1);
    await assert.rejects(api.run('setProvisionedConcurrency', { functionName, qualifier: '1', provisioned: 1 }), /Version is pointed by a Provisioned Concurrency alias/);
    await api.run('setProvisionedConcurrency', { ...live, provisioned: null });
  });

  it('that fails says why, on its row and with the way to the log', async () => {
    using told = errorsTold();
    await api.run('setProvisionedConcurrency', { functionName: broken, qualifier: 'live', provisioned: 1 });
    await rowBecomes(broken, /^Provisioned: failed · init error$/);
    const [message, action] = await eventually(() => told.errors[0]);
    assert.match(message ?? '', /Broken:live \(Local\) failed: FUNCTION_ERROR_INIT_FAILURE/);
    assert.equal(action, 'Show Logs');
    assert.ok((await node(broken, 'Aliases', 'live', 'Provisioned')).row().traits?.includes('logs'));
    const details = { connection: 'local', functionName: broken, qualifier: 'live' };
    const [showLogs] = problemLook(new CodedError('PROVISIONING_FAILED', '', { details })).actions;
    assert.deepEqual([showLogs?.command, showLogs?.arguments], [commandIds.showLogs, [details]]);
  });

  it('of a function without versions says what to do', async () => {
    const set = (name: string) => api.run('setProvisionedConcurrency', { functionName: name, provisioned: 1 });
    await assert.rejects(set('OrdersFunction'), { code: 'NO_PUBLISHED_VERSION', message: /^OrdersFunction runs from its folder/ });
    await client.send(createCommand('Fresh', goodPackage));
    await assert.rejects(set('Fresh'), { code: 'NO_PUBLISHED_VERSION', message: /aws lambda publish-version --function-name Fresh --endpoint-url http:/ });
    await client.send(new DeleteFunctionCommand({ FunctionName: 'Fresh' }));
  });

  it('in AWS is removed only when the user is sure', async () => {
    const set: number[] = [];
    const connection = connectionOf({
      getProvisioned: async () => ({ qualifier: 'live', requested: 5, allocated: 5, available: 5, status: 'READY' }),
      setProvisioned: async (_name, _qualifier, environments) => void set.push(environments),
    });
    const argument = { target: { connection, functionName: 'f', qualifier: 'live' }, provisioned: 0 };
    const asked = await answering(undefined, () => api.run('setProvisionedConcurrency', argument));
    assert.match(asked[0] ?? '', /^Remove the provisioned concurrency of f:live \(dev\) in eu-west-1\?$/);
    assert.deepEqual(set, []);
    await answering('Remove', () => api.run('setProvisionedConcurrency', argument));
    assert.deepEqual(set, [0]);
  });

  it('that was deleted meanwhile is followed no more, without a word; why else it cannot be followed is told', async () => {
    using told = errorsTold();
    for (const code of ['notFound', 'accessDenied']) {
      let set = false;
      const connection = connectionOf({
        getProvisioned: async () => {
          if (set) throw new CodedError(code, `It is ${code}.`);
          return undefined;
        },
        setProvisioned: async () => {
          set = true;
        },
      });
      await api.run('setProvisionedConcurrency', { target: { connection, functionName: 'f', qualifier: 'live' }, provisioned: 1 });
    }
    await eventually(() => told.errors[0]);
    assert.deepEqual(told.errors.map(([message]) => message), ['It is accessDenied.']);
  });

  it('in AWS is asked for with its price, which is no reason not to go on where it cannot be known', async () => {
    const asked: string[] = [];
    const set: number[] = [];
    const connection = connectionOf({
      getProvisioned: async () => ({ qualifier: 'live', requested: 5, allocated: 5, available: 5, status: 'READY' }),
      setProvisioned: async (_name, _qualifier, environments) => void set.push(environments),
      getFunction: async (name) => {
        asked.push(name);
        throw new CodedError('accessDenied', 'Not allowed.');
      },
    });
    await accepting(api.run('setProvisionedConcurrency', { target: { connection, functionName: 'f', qualifier: 'live' } }));
    assert.deepEqual([asked, set], [['f:live'], [5]]);
  });
});
