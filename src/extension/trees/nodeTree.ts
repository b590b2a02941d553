import * as vscode from 'vscode';
import type { TreeNode } from './treeNode.ts';

/** Shows nodes in a view. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #roots: () => Promise<readonly TreeNode[]>;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(roots: () => Promise<readonly TreeNode[]>) {
    this.#roots = roots;
  }

  /** Draws the node anew, and those below it as far as they are open; everything without a node. */
  redraw(node?: TreeNode): void {
    this.#changed.fire(node);
  }

  /** Reads the node's children anew. */
  reload(node: TreeNode): void {
    node.reload?.();
    this.redraw(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return toTreeItem(node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return [...(node === undefined ? await this.#roots() : ((await node.children?.()) ?? []))];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    item.tooltip = (await node.tooltip?.()) ?? labelOf(node);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

export function toTreeItem(node: TreeNode): vscode.TreeItem {
  const { label, description, icon, color, traits, command, spoken } = node.row();
  const item = new vscode.TreeItem(label, collapsible[node.expands ?? 'none']);
  item.id = node.id;
  item.contextValue = (traits ?? []).join(' ');
  item.accessibilityInformation = { label: spoken ?? labelOf(node) };
  if (description !== undefined) item.description = description;
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  if (command !== undefined) item.command = command;
  return item;
}

function labelOf(node: TreeNode): string {
  const { label, description } = node.row();
  return description === undefined || description === '' ? label : `${label}: ${description}`;
}
