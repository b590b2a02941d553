import assert from 'node:assert/strict';
import type { LambdaApi, Page } from '../../../src/aws/lambdaApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import type { LambdaConnection } from '../../../src/extension/connections/lambdaConnection.ts';
import { internalCommandIds } from '../../../src/extension/contributions.ts';
import { AliasesNode } from '../../../src/extension/trees/functions/versionNodes.ts';
import { ConnectionNode } from '../../../src/extension/trees/functions/connectionNode.ts';
import { RevealedValues } from '../../../src/extension/trees/functions/revealedValues.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';

const none = async (): Promise<never> => {
  throw new Error('not called here');
};

/** A connection of which only lists are read. */
function connectionOf(lists: Partial<LambdaApi>): LambdaConnection {
  const api: LambdaApi = {
    listFunctions: none,
    getFunction: none,
    listVersions: none,
    listAliases: none,
    listLayers: none,
    listLayerVersions: none,
    getReservedConcurrency: none,
    setReservedConcurrency: none,
    invoke: none,
    dispose() {},
    ...lists,
  };
  return { connection: { id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev' }, live: false, api: async () => api };
}

const labelsOf = (nodes: readonly TreeNode[]) => nodes.map((node) => node.row().label);

describe('lists that come in pages', () => {
  const pages: Readonly<Record<string, Page<{ FunctionName: string }>>> = {
    start: { items: [{ FunctionName: 'a' }, { FunctionName: 'b' }], next: 'more' },
    more: { items: [{ FunctionName: 'c' }] },
  };

  it('load more when asked, and keep the nodes that were there', async () => {
    const listFunctions: LambdaApi['listFunctions'] = async (marker = 'start') => pages[marker] ?? { items: [] };
    const node = new ConnectionNode(connectionOf({ listFunctions }), new RevealedValues());
    const before = await node.children();
    assert.deepEqual(labelsOf(before), ['a', 'b', 'Load More…']);
    const command = before.at(-1)?.row().command;
    assert.deepEqual([command?.command, command?.arguments], [internalCommandIds.loadMore, [node]]);
    await node.loadMore();
    const after = await node.children();
    assert.deepEqual(labelsOf(after), ['a', 'b', 'c']);
    assert.equal(after[0], before[0]);
  });

  it('say why they could not be read, with a way out, and read again after it', async () => {
    let throttled = true;
    const listFunctions: LambdaApi['listFunctions'] = async () => {
      if (throttled) throw new CodedError('throttled', 'Too many calls.');
      return { items: [{ FunctionName: 'a' }] };
    };
    const node = new ConnectionNode(connectionOf({ listFunctions }), new RevealedValues());
    const children = await node.children();
    assert.deepEqual(labelsOf(children), ['Too many calls.', 'Retry']);
    assert.deepEqual(children[1]?.row().command?.arguments, [node]);
    throttled = false;
    node.reload();
    assert.deepEqual(labelsOf(await node.children()), ['a']);
  });

  it('say that they are empty', async () => {
    const node = new ConnectionNode(connectionOf({ listFunctions: async () => ({ items: [] }) }), new RevealedValues());
    assert.deepEqual(labelsOf(await node.children()), ['No functions in this Region']);
  });

  it('show where aliases route', async () => {
    const listAliases: LambdaApi['listAliases'] = async () => ({
      items: [{ Name: 'live', FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: { 4: 0.25 } } }],
    });
    const connection = connectionOf({ listAliases });
    const parent = new ConnectionNode(connection, new RevealedValues());
    const [alias] = await new AliasesNode(parent, { connection, functionName: 'a' }).children();
    assert.equal(alias?.row().description, '→ 3 (75%), 4 (25%)');
  });
});
