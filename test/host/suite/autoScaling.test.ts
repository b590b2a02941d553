import assert from 'node:assert/strict';
import { CreateAliasCommand, DeleteFunctionCommand, PublishVersionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import type { ProvisionedScaling } from '../../../src/aws/autoScaling/provisionedScalingApi.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { AutoScalingNode, autoScalingNodes } from '../../../src/extension/trees/functions/scaling/autoScalingNode.ts';
import { ProvisionedConcurrencyNode } from '../../../src/extension/trees/functions/scaling/provisionedConcurrencyNode.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { accepting, answering } from './dialogs.ts';
import { connectionOf } from './standInConnection.ts';
import { nodeAt, rowsOf, testApi } from './support.ts';
import { surroundings } from './surroundings.ts';

const functionName = 'Elastic';
const live = { functionName, qualifier: 'live' };

describe('auto scaling of provisioned concurrency', () => {
  let api: TestApi;
  let client: TestClient;

  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    await client.send(createCommand(functionName, goodPackage));
    await waitUntilFunctionActiveV2({ client, minDelay: 1, maxWaitTime: 30 }, { FunctionName: functionName });
    await client.send(new PublishVersionCommand({ FunctionName: functionName }));
    await client.send(new CreateAliasCommand({ FunctionName: functionName, Name: 'live', FunctionVersion: '1' }));
    await api.run('refresh');
  });
  after(async () => {
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
    client.destroy();
    await api.run('refresh');
  });

  const node = (...path: readonly string[]) => nodeAt(api.trees.functions, 'Local', functionName, 'Aliases', 'live', ...path);
  const row = async () => (await rowsOf(api.trees.functions, await node())).find((text) => text.startsWith('Auto scaling'));

  it('is set with what is proposed, scaled otherwise, scheduled, shown, and removed', async () => {
    await api.run('setProvisionedConcurrency', { ...live, provisioned: 2 });
    assert.equal(await row(), 'Auto scaling: none');
    await accepting(api.run('configureAutoScaling', live));
    assert.equal(await row(), 'Auto scaling: 2–4, 70%');
    await api.run('configureAutoScaling', { ...live, autoScaling: { minimum: 1, maximum: 9, targetUtilization: 0.625 } });
    assert.equal(await row(), 'Auto scaling: 1–9, 62.5%');
    const schedule = { name: 'office hours', expression: 'cron(0 8 ? * MON-FRI *)', timeZone: 'Europe/Berlin', minimum: 3 };
    await api.run('configureAutoScaling', { ...live, schedule });
    assert.equal(await row(), 'Auto scaling: 1–9, 62.5% · 1 schedule');
    const lines = (await (await node('Auto scaling')).tooltip?.()) ?? '';
    assert.match(lines, /^Environments: 1–9\nTarget utilization: 62\.5%\nSchedule: cron\(0 8 \? \* MON-FRI \*\), Europe\/Berlin → at least 3/);
    await api.run('configureAutoScaling', { ...live, autoScaling: null });
    assert.equal(await row(), 'Auto scaling: none');
    await api.run('setProvisionedConcurrency', { ...live, provisioned: 0 });
    assert.equal(await row(), undefined);
  });

  it('in AWS is removed only when the user is sure', async () => {
    const target = { connection: connectionOf({}), functionName: 'f', qualifier: 'live' };
    const asked = await answering(undefined, () => api.run('configureAutoScaling', { target, autoScaling: null }));
    assert.deepEqual(asked, ['Remove the auto scaling of f:live (dev) in eu-west-1?']);
  });

  const root: TreeNode = { id: 'root', parent: undefined, row: () => ({ label: 'root' }) };
  const none = { scaleIn: false, scaleOut: false, schedules: false };
  const scaling: ProvisionedScaling = { minimum: 0, maximum: 9, otherPolicies: ['steps'], schedules: [], suspended: { ...none, scaleIn: true } };
  const provisioned = { qualifier: 'live', requested: 1, allocated: 1, available: 1, status: 'READY' } as const;

  const cases = [
    { what: 'nothing is provisioned or scaled', provisioned: undefined, scaling: undefined, shown: undefined },
    { what: 'it could be scaled', provisioned, scaling: undefined, shown: 'none' },
    { what: 'all that was provisioned is scaled in', provisioned: undefined, scaling, shown: '0–9 · suspended in part' },
    { what: 'it may not be read and nothing is provisioned', provisioned: undefined, scaling: new Error('Not allowed.'), shown: undefined },
    { what: 'it may not be read', provisioned, scaling: new Error('Not allowed.'), shown: 'Not allowed.' },
  ];
  for (const { what, shown, ...service } of cases) {
    it(`where ${what}, is shown as ${shown}`, async () => {
      const connection = connectionOf({ getProvisioned: async () => service.provisioned });
      const target = { connection, functionName: 'f', qualifier: 'live' };
      const autoScaling = async () => ({ ...(await unusedScaling()), read: async () => orThrow(service.scaling) });
      const [found, ...others] = await autoScalingNodes(root, target, new ProvisionedConcurrencyNode(root, target, surroundings()), autoScaling);
      assert.equal(found?.row().description, shown);
      assert.deepEqual(others, []);
      if (found instanceof AutoScalingNode && service.scaling === scaling) {
        assert.equal(await found.tooltip(), 'Environments: 0–9\nNo utilization is tracked.\nFurther policy: steps\nScaling in is suspended.');
      }
    });
  }
});

function orThrow(scaling: ProvisionedScaling | Error | undefined): ProvisionedScaling | undefined {
  if (scaling instanceof Error) throw scaling;
  return scaling;
}

async function unusedScaling() {
  const unused = async (): Promise<never> => {
    throw new Error('not called here');
  };
  return { read: unused, activities: unused, set: unused, putSchedule: unused, removeSchedule: unused, remove: unused, dispose() {} };
}
