import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settingIds, settingsSection } from '../../../src/extension/contributions.ts';
import type { TestApi } from '../../../src/extension/testApi.ts';
import type { TreeNode } from '../../../src/extension/trees/treeNode.ts';
import type { NodeTree } from '../../../src/extension/trees/nodeTree.ts';

/** What the extension shows of itself to tests. */
export async function testApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
  assert.ok(extension, 'the extension is there');
  const api = await extension.activate();
  assert.ok(api, 'the extension runs in test mode');
  await offerOwnNode();
  return api;
}

/** VS Code takes PATH from the login shell, which need not know the Node that runs the tests: the functions get that one. */
async function offerOwnNode(): Promise<void> {
  if (process.versions['electron'] !== undefined) return;
  const [major = ''] = process.versions.node.split('.');
  const settings = vscode.workspace.getConfiguration(settingsSection);
  await settings.update(settingIds.runtimes, { [`nodejs${major}.x`]: process.execPath }, vscode.ConfigurationTarget.Global);
}

/** A node's children as text: `label: description`. */
export async function rowsOf(tree: NodeTree, node?: TreeNode): Promise<readonly string[]> {
  return (await tree.getChildren(node)).map((child) => {
    const { label, description } = child.row();
    return description === undefined || description === '' ? label : `${label}: ${description}`;
  });
}

/** The node at a path of labels. */
export async function nodeAt(tree: NodeTree, ...labels: readonly string[]): Promise<TreeNode> {
  let node: TreeNode | undefined;
  for (const label of labels) {
    const children = await tree.getChildren(node);
    node = children.find((child) => child.row().label === label);
    assert.ok(node, `there is no ${label} among ${children.map((child) => child.row().label).join(', ')}`);
  }
  assert.ok(node);
  return node;
}

/** Resolves once the condition holds, which is looked at whenever something of it changes. */
export async function until(subscribe: (listener: () => void) => { dispose(): void }, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const subscription = subscribe(() => {
        subscription.dispose();
        resolve();
      });
    });
    if (await condition()) return;
    await changed;
  }
}
