import assert from 'node:assert/strict';
import type { LambdaApi, Page } from '../../../src/aws/lambdaApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { internalCommandIds } from '../../../src/extension/contributions.ts';
import { AliasesNode } from '../../../src/extension/trees/functions/aliasNodes.ts';
import { ConnectionNode } from '../../../src/extension/trees/functions/connectionNode.ts';
import { FunctionUrls } from '../../../src/extension/trees/functions/functionUrls.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';
import { connectionOf } from './standInConnection.ts';
import { surroundings } from './surroundings.ts';

const labelsOf = (nodes: readonly TreeNode[]) => nodes.map((node) => node.row().label);

describe('lists that come in pages', () => {
  const pages: Readonly<Record<string, Page<{ FunctionName: string }>>> = {
    start: { items: [{ FunctionName: 'a' }, { FunctionName: 'b' }], next: 'more' },
    more: { items: [{ FunctionName: 'c' }] },
  };

  it('load more when asked, and keep the nodes that were there', async () => {
    const listFunctions: LambdaApi['listFunctions'] = async (marker = 'start') => pages[marker] ?? { items: [] };
    const node = new ConnectionNode(connectionOf({ listFunctions }), surroundings());
    const before = await node.children();
    assert.deepEqual(labelsOf(before), ['a', 'b', 'Load More…']);
    const command = before.at(-1)?.row().command;
    assert.deepEqual([command?.command, command?.arguments], [internalCommandIds.loadMore, [node]]);
    await node.loadMore();
    const after = await node.children();
    assert.deepEqual(labelsOf(after), ['a', 'b', 'c']);
    assert.equal(after[0], before[0]);
    node.reload();
    assert.deepEqual(labelsOf(await node.children()), ['a', 'b', 'c']);
  });

  it('say why they could not be read, with a way out, and read again after it', async () => {
    let throttled = true;
    const listFunctions: LambdaApi['listFunctions'] = async () => {
      if (throttled) throw new CodedError('throttled', 'Too many calls.');
      return { items: [{ FunctionName: 'a' }] };
    };
    const node = new ConnectionNode(connectionOf({ listFunctions }), surroundings());
    const children = await node.children();
    assert.deepEqual(labelsOf(children), ['Too many calls.', 'Retry']);
    assert.deepEqual(children[1]?.row().command?.arguments, [node]);
    throttled = false;
    node.reload();
    assert.deepEqual(labelsOf(await node.children()), ['a']);
  });

  it('say as information what the connection does not serve', async () => {
    const listFunctions: LambdaApi['listFunctions'] = async () => {
      throw new CodedError('notServed', 'The Local region does not serve ListFunctions yet.');
    };
    const children = await new ConnectionNode(connectionOf({ listFunctions }), surroundings()).children();
    assert.deepEqual(children.map((child) => [child.row().label, child.row().icon]), [['Not served yet', 'info']]);
  });

  it('say that they are empty', async () => {
    const node = new ConnectionNode(connectionOf({ listFunctions: async () => ({ items: [] }) }), surroundings());
    assert.deepEqual(labelsOf(await node.children()), ['No functions in this Region']);
  });

  it('show where aliases route', async () => {
    const listAliases: LambdaApi['listAliases'] = async () => ({
      items: [{ Name: 'live', FunctionVersion: '3', RoutingConfig: { AdditionalVersionWeights: { 4: 0.25 } } }],
    });
    const connection = connectionOf({ listAliases, listFunctionUrls: async () => ({ items: [] }) });
    const target = { connection, functionName: 'a' };
    const parent = new ConnectionNode(connection, surroundings());
    const [alias] = await new AliasesNode(parent, target, new FunctionUrls(target), surroundings()).children();
    assert.equal(alias?.row().description, '→ 3 (75%) · 4 (25%)');
  });
});
