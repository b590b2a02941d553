import assert from 'node:assert/strict';
import { DeleteFunctionCommand, DeleteLayerVersionCommand, PublishVersionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import * as vscode from 'vscode';
import { commandIds, settingIds } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';
import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { createAlias, createImageFunction, createReleased, createWithVersions, publishLayer } from '../../shared/sampleResources.ts';
import { setSetting } from './regionSetting.ts';
import { nodeAt, rowsOf, testApi, until } from './support.ts';

const made = ['Archive', 'Checkout', 'Refund', 'Thumbnail'];
const image = '000000000000.dkr.ecr.us-east-1.amazonaws.com/thumbnail:3';
/** `1/31/26, 11:05 PM`, in whatever place and language. */
const time = String.raw`.*\d.*\d.*`;

describe('functions that were made through the API', () => {
  let api: TestApi;
  let client: TestClient;

  before(async () => {
    api = await testApi();
    client = new TestClient(await api.workbench.region.start());
    await setSetting(settingIds.localTimeScale, 0);
    await createReleased(client, 'Checkout', [await publishLayer(client, 'money')]);
    await createImageFunction(client, 'Thumbnail', image);
    await createWithVersions(client, 'Archive', 120);
    await createAlias(client, { FunctionName: 'OrdersFunction', Name: 'dev', FunctionVersion: '$LATEST' });
    await api.run('refresh');
  });

  after(async () => {
    await Promise.all(made.map((FunctionName) => client.send(new DeleteFunctionCommand({ FunctionName })).catch(() => {})));
    for (const VersionNumber of [1, 2]) await client.send(new DeleteLayerVersionCommand({ LayerName: 'money', VersionNumber }));
    client.destroy();
    await setSetting(settingIds.localTimeScale, undefined);
    await api.run('refresh');
  });

  const functionNode = (...path: readonly string[]) => nodeAt(api.trees.functions, 'Local', ...path);
  const rows = async (...path: readonly string[]) => rowsOf(api.trees.functions, await functionNode(...path));
  const rowsBecome = (path: readonly string[], fits: (rows: readonly string[]) => boolean) =>
    until(api.trees.functions.onDidChangeTreeData, async () => fits(await rows(...path)));

  it('stand beside those of the template', async () => {
    await rowsBecome([], (all) => all.length === 8);
    assert.deepEqual(await rows(), [
      'Archive: nodejs24.x',
      'Checkout: nodejs24.x',
      'InvoiceFunction: provided.al2023',
      'OrdersFunction: nodejs24.x',
      'PricesFunction: nodejs24.x',
      'ReportFunction: nodejs24.x',
      'Thumbnail: container image',
      'WorkerFunction: python3.11',
    ]);
  });

  it('show their layers and versions, the newest first', async () => {
    const details = await rows('Checkout');
    assert.deepEqual(details.slice(-4), ['Environment variables: 0', 'Layers: 1', 'Versions', 'Aliases']);
    assert.deepEqual(await rows('Checkout', 'Layers'), ['money: 2']);
    const [latest, ...published] = await rows('Checkout', 'Versions');
    assert.match(latest ?? '', new RegExp(`^\\$LATEST: Takes the payment of an order\\. · ${time}$`));
    assert.match(published.join('\n'), new RegExp(`^2: Second release · ${time}\n1: First release · ${time}$`));
    const first = await functionNode('Checkout', 'Versions', '1');
    assert.match((await first.tooltip?.()) ?? '', new RegExp(`:function:Checkout:1\nFirst release\nnodejs24\\.x\n${time}$`));
  });

  it('show what their aliases route to', async () => {
    assert.deepEqual(await rows('Checkout', 'Aliases'), ['live: → 1 (50%) · 2 (50%)', 'next: → $LATEST']);
    assert.deepEqual(await rows('OrdersFunction', 'Aliases'), ['dev: → $LATEST']);
    const next = await functionNode('Checkout', 'Aliases', 'next');
    assert.match((await next.tooltip?.()) ?? '', /:function:Checkout:next\nWhat is worked on\n→ \$LATEST$/);
  });

  it('show an image as what it is', async () => {
    assert.deepEqual((await rows('Thumbnail')).slice(0, 3), ['Runtime: container image', `Image: ${image}`, 'State: Active']);
  });

  it('load older versions when asked, and keep them when others come', async () => {
    const path = ['Archive', 'Versions'] as const;
    const first = await rows(...path);
    assert.equal(first.length, 51);
    assert.match(first[1] ?? '', new RegExp(`^120: Release 120 · ${time}$`));
    assert.equal(first.at(-1), 'Load More…');
    const more = (await functionNode(...path, 'Load More…')).row().command;
    await vscode.commands.executeCommand(more?.command ?? '', ...(more?.arguments ?? []));
    assert.equal((await rows(...path)).length, 101);

    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'Archive', Description: 'Release 121' }));
    await client.send(new PublishVersionCommand({ FunctionName: 'Archive' }));
    await rowsBecome(path, (all) => all[1]?.startsWith('121: ') === true);
    assert.equal((await rows(...path)).length, 101);
  });

  it('show new aliases and layers on refresh', async () => {
    await createAlias(client, { FunctionName: 'Checkout', Name: 'beta', FunctionVersion: '2' });
    await publishLayer(client, 'money');
    await api.run('refresh');
    assert.deepEqual((await rows('Checkout', 'Aliases'))[0], 'beta: → 2');
    const { layers } = api.trees;
    assert.deepEqual(await rowsOf(layers, await nodeAt(layers, 'Local')), ['money: latest 4']);
    for (const VersionNumber of [3, 4]) await client.send(new DeleteLayerVersionCommand({ LayerName: 'money', VersionNumber }));
    await api.run('refresh');
  });

  it('are followed from Pending to Active', async () => {
    await setSetting(settingIds.localTimeScale, 1);
    await client.send(createCommand('Refund', goodPackage));
    await rowsBecome([], (all) => all.some((row) => row.startsWith('Refund')));
    await rowsBecome(['Refund'], (all) => all.includes('State: Active'));
    assert.ok((await rows()).includes('Refund: nodejs24.x'));
    assert.match((await (await functionNode('Refund')).tooltip?.()) ?? '', /:function:Refund\nState: Active\nLast update: Successful$/);
  });

  it('have layers with versions, newest first, and what is known of them', async () => {
    const { layers } = api.trees;
    assert.deepEqual(await rowsOf(layers, await nodeAt(layers, 'Local')), ['money: latest 2']);
    const versions = await rowsOf(layers, await nodeAt(layers, 'Local', 'money'));
    assert.match(versions.join('\n'), new RegExp(`^2: Rounds as each currency does · nodejs24\\.x · ${time}\n1: Rounds to whole cents · nodejs24\\.x · ${time}$`));
    const tooltip = await (await nodeAt(layers, 'Local', 'money', '1')).tooltip?.();
    assert.match(tooltip ?? '', /:layer:money:1\nRounds to whole cents\nnodejs24\.x\nx86_64, arm64\n/);
  });

  const qualifiers = [
    { path: ['Versions', '1'], answers: [{ build: 1, functionVersion: '1' }] },
    { path: ['Versions', '$LATEST'], answers: [{ build: 2, functionVersion: '$LATEST' }] },
    { path: ['Aliases', 'next'], answers: [{ build: 2, functionVersion: '$LATEST' }] },
    { path: ['Aliases', 'live'], answers: [{ build: 1, functionVersion: '1' }, { build: 2, functionVersion: '2' }] },
  ];
  for (const { path, answers } of qualifiers) {
    it(`are invoked as ${path.join(' › ')}`, async () => {
      const node = await functionNode('Checkout', ...path);
      assert.deepEqual(node.row().traits?.slice(0, 2), ['invocable', 'arn']);
      const result = await api.run('invoke', { ...argumentOf(node), event: '{}' });
      assert.ok(typeof result === 'object' && result !== null && 'payload' in result);
      assert.ok(answers.map((answer) => JSON.stringify(answer)).includes(String(result.payload)), String(result.payload));
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', new RegExp(`Function +Checkout:${path[1]?.replace('$', '\\$')} \\(Local\\)`));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  }

  const arns = [
    { tree: 'functions', path: ['Local', 'Checkout'], arn: 'function:Checkout' },
    { tree: 'functions', path: ['Local', 'Checkout', 'Versions', '2'], arn: 'function:Checkout:2' },
    { tree: 'functions', path: ['Local', 'Checkout', 'Aliases', 'live'], arn: 'function:Checkout:live' },
    { tree: 'functions', path: ['Local', 'Checkout', 'Layers', 'money'], arn: 'layer:money:2' },
    { tree: 'layers', path: ['Local', 'money'], arn: 'layer:money' },
    { tree: 'layers', path: ['Local', 'money', '1'], arn: 'layer:money:1' },
  ] as const;
  for (const { tree, path, arn } of arns) {
    it(`have ${arn} copied`, async () => {
      await vscode.commands.executeCommand(commandIds.copyArn, await nodeAt(api.trees[tree], ...path));
      assert.equal(await vscode.env.clipboard.readText(), `arn:aws:lambda:us-east-1:000000000000:${arn}`);
    });
  }
});

/** What a menu passes, and an event. */
function argumentOf(node: TreeNode): object {
  assert.ok('target' in node);
  return { target: node.target };
}
