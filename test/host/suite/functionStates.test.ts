import assert from 'node:assert/strict';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { FunctionNode } from '../../../src/extension/trees/functions/functionNode.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';
import { ManualClock } from '../../shared/manualClock.ts';
import { connectionOf } from './standInConnection.ts';
import { surroundings } from './surroundings.ts';

const root: TreeNode = { id: 'root', parent: undefined, row: () => ({ label: 'root' }) };
const active = { State: 'Active', LastUpdateStatus: 'Successful' } as const;
const pending = { State: 'Pending', StateReason: 'The function is being created.' } as const;

/** A function in a tree whose states a test sets, with what was drawn. */
function nodeWith(first: FunctionConfiguration) {
  const clock = new ManualClock();
  const service = { configuration: first, calls: 0 };
  const drawn: string[] = [];
  const connection = connectionOf({
    getFunction: async () => {
      service.calls += 1;
      return { Configuration: { FunctionArn: 'arn:f', Runtime: 'nodejs24.x', ...service.configuration } };
    },
    getReservedConcurrency: async () => undefined,
  });
  const redraw = (drawing: TreeNode) => drawn.push(lookOf(drawing));
  const listed = { FunctionName: 'f', Runtime: 'nodejs24.x' } as const;
  const node = new FunctionNode(root, { connection, functionName: 'f' }, listed, surroundings({ clock, redraw }));
  return { clock, service, drawn, node };
}

function lookOf(node: TreeNode): string {
  const { icon, description } = node.row();
  return `${icon}: ${description}`;
}

async function detailsOf(node: TreeNode): Promise<readonly string[]> {
  const children = (await node.children?.()) ?? [];
  return children.map((child) => `${child.row().label}: ${child.row().description}`).filter((text) => /^(State|Last update)/.test(text));
}

/** What a timer has begun goes on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the state of a function', () => {
  const looks: readonly { readonly configuration: FunctionConfiguration; readonly row: string; readonly details: readonly string[] }[] = [
    { configuration: active, row: 'symbol-function: nodejs24.x', details: ['State: Active'] },
    { configuration: pending, row: 'loading~spin: nodejs24.x · Pending', details: ['State: Pending · The function is being created.'] },
    {
      configuration: { ...active, LastUpdateStatus: 'InProgress', LastUpdateStatusReason: 'Wait.' },
      row: 'sync~spin: nodejs24.x · update in progress',
      details: ['State: Active', 'Last update: InProgress · Wait.'],
    },
    {
      configuration: { ...active, LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No subnet.' },
      row: 'warning: nodejs24.x · last update failed',
      details: ['State: Active', 'Last update: Failed · No subnet.'],
    },
    { configuration: { State: 'Failed', StateReason: 'No role.' }, row: 'error: nodejs24.x · Failed', details: ['State: Failed · No role.'] },
    { configuration: { State: 'Inactive' }, row: 'circle-slash: nodejs24.x · Inactive', details: ['State: Inactive'] },
    { configuration: {}, row: 'symbol-function: nodejs24.x', details: [] },
  ];
  for (const { configuration, row, details } of looks) {
    it(`shows as ${row}`, async () => {
      const { node } = nodeWith(configuration);
      assert.equal(lookOf(node), 'symbol-function: nodejs24.x');
      assert.deepEqual(await detailsOf(node), details);
      assert.equal(lookOf(node), row);
      node.dispose();
    });
  }

  it('is told to the pointer, and read once for it and for the details', async () => {
    const { node, service } = nodeWith(pending);
    assert.equal(await node.tooltip(), 'arn:f\nState: Pending · The function is being created.');
    await node.children();
    assert.equal(service.calls, 1);
    node.dispose();
  });

  it('is left out where it cannot be read, which is tried again', async () => {
    const { node, service } = nodeWith(active);
    Object.defineProperty(service, 'configuration', { configurable: true, get: () => assert.fail('no network') });
    assert.equal(await node.tooltip(), 'f');
    Object.defineProperty(service, 'configuration', { value: active });
    assert.match(await node.tooltip(), /State: Active/);
  });

  it('is followed, ever more slowly, until it has settled', async () => {
    const { clock, node, service, drawn } = nodeWith(pending);
    await node.children();
    for (const [milliseconds, calls] of [[999, 1], [1, 2], [1_999, 2], [1, 3]] as const) {
      clock.advance(milliseconds);
      await turn();
      assert.equal(service.calls, calls);
    }
    assert.deepEqual(drawn, ['loading~spin: nodejs24.x · Pending']);
    service.configuration = active;
    clock.advance(4_000);
    await turn();
    assert.deepEqual(drawn.slice(1), ['symbol-function: nodejs24.x']);
    assert.deepEqual(await detailsOf(node), ['State: Active']);
    assert.equal(service.calls, 4);
    assert.equal(clock.pending, 0);
  });

  it('is followed no more once the node has gone', async () => {
    const { clock, node } = nodeWith(pending);
    await node.children();
    assert.equal(clock.pending, 1);
    node.dispose();
    assert.equal(clock.pending, 0);
  });
});
