import assert from 'node:assert/strict';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { nodeAt, rowsOf, testApi, until } from './support.ts';

describe('the Local runner', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
    await api.workbench.region.start();
  });
  after(() => api.workbench.region.start());

  const environments = () => [...api.workbench.region.model.environments.values()];

  it('shows an environment with its state and figures', async () => {
    await api.run('invoke', { functionName: 'WorkerFunction', event: '{"Records": []}' });
    const { model } = api.workbench.region;
    await until(model.onDidChangeEnvironments, () => environments().some((each) => each.functionName === 'WorkerFunction' && each.invocations > 0));
    const row = (await rowsOf(api.trees.localRunner)).find((each) => each.startsWith('WorkerFunction'));
    assert.match(row ?? '', /^WorkerFunction: (\d+ MB · )?\d+ calls? · [\d.]+ m?s$/);
    const node = await nodeAt(api.trees.localRunner, 'WorkerFunction');
    assert.match(node.row().spoken ?? '', /^WorkerFunction, idle, (\d+ MB, )?started \d+ s ago, \d+ invocations?, last [\d.]+ m?s$/);
    assert.match((await node.tooltip?.()) ?? '', /\nidle\npid \d+\n(.*\n)+\d{4}\/\d\d\/\d\d\/\[\$LATEST\]/);
  });

  it('retires an environment', async () => {
    const environment = environments().find(({ functionName }) => functionName === 'WorkerFunction');
    assert.ok(environment);
    const gone = until(api.workbench.region.model.onDidChangeEnvironments, () => environments().every(({ id }) => id !== environment.id));
    const nodes = await api.trees.localRunner.getChildren();
    await api.run('retireEnvironment', nodes.find(({ id }) => id === environment.id));
    await gone;
  });

  it('stops, says so in the tree with the way out, and starts again', async () => {
    await api.run('stopLocalRegion');
    assert.deepEqual(await rowsOf(api.trees.localRunner), []);
    const { functions } = api.trees;
    const stopped = await functions.getChildren(await nodeAt(functions, 'Local'));
    assert.deepEqual(stopped.map((node) => node.row().label), [
      'The Local runner is stopped',
      'Start Local Runner',
    ]);
    await api.run('startLocalRegion');
    await until(api.workbench.local.onDidChange, async () => (await rowsOf(functions, await nodeAt(functions, 'Local'))).length === 5);
  });

  it('writes the functions’ logs', async () => {
    const lines: string[] = [];
    const subscription = api.workbench.region.model.onDidLog(({ text }) => lines.push(text));
    await api.run('invoke', { functionName: 'WorkerFunction', event: '{"Records": []}' });
    await until(api.workbench.region.model.onDidLog, () => lines.join('').includes('REPORT RequestId'));
    subscription.dispose();
    await api.run('showLogs', { functionName: 'WorkerFunction' });
  });
});
