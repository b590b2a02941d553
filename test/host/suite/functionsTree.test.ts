import assert from 'node:assert/strict';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { toTreeItem } from '../../../src/extension/trees/nodeTree.ts';
import { nodeAt, rowsOf, testApi } from './support.ts';

describe('the Functions view', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });

  it('shows the Local region with the functions of the template', async () => {
    const { functions } = api.trees;
    assert.deepEqual(await rowsOf(functions), ['Local: us-east-1']);
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, 'Local')), [
      'InvoiceFunction: provided.al2023',
      'OrdersFunction: nodejs24.x',
      'PricesFunction: nodejs24.x',
      'ReportFunction: nodejs24.x',
      'WorkerFunction: python3.11',
    ]);
  });

  it('shows what is set for a function', async () => {
    const { functions } = api.trees;
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, 'Local', 'WorkerFunction')), [
      'Runtime: python3.11',
      'State: Active',
      'Handler: worker.handler',
      'Memory: 256 MB',
      'Timeout: 30 s',
      'Reserved concurrency: none',
      'Code signing: none',
      'Environment variables: 3',
      'Versions',
      'Aliases',
    ]);
  });

  it('says where there is nothing', async () => {
    const { functions, layers } = api.trees;
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, 'Local', 'WorkerFunction', 'Aliases')), ['No aliases']);
    assert.deepEqual(await rowsOf(layers, await nodeAt(layers, 'Local')), ['No layers: publish one through the API']);
  });

  it('masks the values of environment variables until asked, and never shows them elsewhere', async () => {
    const { functions } = api.trees;
    const path = ['Local', 'WorkerFunction', 'Environment variables'] as const;
    const masked = ['CARRIER: ••••••••', 'CURRENCY: ••••••••', 'STAGE: ••••••••'];
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, ...path)), masked);
    const carrier = await nodeAt(functions, ...path, 'CARRIER');
    assert.doesNotMatch(JSON.stringify(await functions.resolveTreeItem(toTreeItem(carrier), carrier)), /dev-parcels/);

    await api.run('revealValue', carrier);
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, ...path)), ['CARRIER: dev-parcels', ...masked.slice(1)]);
    const { tooltip, accessibilityInformation } = await functions.resolveTreeItem(toTreeItem(carrier), carrier);
    assert.doesNotMatch(JSON.stringify([tooltip, accessibilityInformation]), /dev-parcels/);

    await api.run('hideValue', carrier);
    assert.deepEqual(await rowsOf(functions, await nodeAt(functions, ...path)), masked);
  });

  it('gives every item a stable id of its own', async () => {
    const { functions } = api.trees;
    const ids = async () => {
      const local = await nodeAt(functions, 'Local');
      const children = (await functions.getChildren(local)).map(({ id }) => id);
      const details = (await functions.getChildren(await nodeAt(functions, 'Local', 'OrdersFunction'))).map(({ id }) => id);
      return [local.id, ...children, ...details];
    };
    const before = await ids();
    assert.equal(new Set(before).size, before.length);
    await api.run('refresh');
    assert.deepEqual(await ids(), before);
  });
});
