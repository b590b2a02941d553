import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { SignerOf } from '../../codeSigning/signerOf.ts';
import type { AutoScalingOf } from '../../connections/autoScalingOf.ts';
import type { Connections } from '../../connections/connections.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { viewIds } from '../../contributions.ts';
import { ConnectionRoots } from '../connectionRoots.ts';
import { ListLengths } from '../listLengths.ts';
import { NodeTree } from '../nodeTree.ts';
import type { TreeNode } from '../treeNode.ts';
import { AliasesNode, AliasNode } from './aliasNodes.ts';
import { ConnectionNode } from './connectionNode.ts';
import { EnvironmentVariableNode, EnvironmentVariablesNode } from './environmentVariableNodes.ts';
import { FunctionNode } from './functionNode.ts';
import { FunctionUrlNode } from './functionUrlNode.ts';
import { RevealedValues } from './revealedValues.ts';
import { ViewVisibility } from '../viewVisibility.ts';

/** The Functions view. */
export class FunctionsView implements Disposable {
  readonly tree: NodeTree;
  readonly revealed = new RevealedValues();
  readonly #owned = new DisposableStore();
  readonly #roots: ConnectionRoots<ConnectionNode>;
  readonly #view: vscode.TreeView<TreeNode>;

  constructor(connections: Connections, clock: Clock, autoScaling: AutoScalingOf, signerOf: SignerOf) {
    const redraw = (node?: TreeNode) => this.tree.redraw(node);
    const visibility = this.#owned.add(new ViewVisibility());
    const surroundings = { revealed: this.revealed, lengths: new ListLengths(), clock, redraw, visibility, autoScaling, signerOf };
    this.#roots = this.#owned.add(
      new ConnectionRoots(connections, clock, (connection) => new ConnectionNode(connection, surroundings), redraw),
    );
    this.tree = this.#owned.add(new NodeTree(() => this.#roots.nodes()));
    this.#view = this.#owned.add(vscode.window.createTreeView(viewIds.functions, { treeDataProvider: this.tree, showCollapseAll: true }));
    this.#owned.add(visibility.follow(this.#view));
  }

  reloadAll(): void {
    this.#roots.reloadAll();
  }

  /** Reads a function anew, after it was changed. */
  async reloadFunction(target: FunctionTarget): Promise<void> {
    const node = await this.#functionNode(target);
    if (node !== undefined) this.tree.reload(node);
  }

  /** Reads a function anew, and shows on its row what that tells, though it may not be open. */
  async readFunction(target: FunctionTarget): Promise<void> {
    const node = await this.#functionNode(target);
    if (node === undefined) return;
    this.tree.reload(node);
    await node.children();
  }

  /** The environment variables of a function. */
  async variables(target: FunctionTarget): Promise<readonly EnvironmentVariableNode[]> {
    const children = (await (await this.#functionNode(target))?.children()) ?? [];
    const variables = children.find((child) => child instanceof EnvironmentVariablesNode);
    return ((await variables?.children()) ?? []).filter((child) => child instanceof EnvironmentVariableNode);
  }

  /** Selects the URL of a function or an alias, once it has one. */
  async selectUrl(target: FunctionTarget): Promise<void> {
    const node = await this.#functionNode(target);
    const url = await urlNode(target.qualifier === undefined ? node : await aliasNode(node, target.qualifier));
    if (url !== undefined) await this.select(url);
  }

  /** Opens the tree as far as needed and selects the node. */
  async select(node: TreeNode): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: true });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #functionNode({ connection, functionName }: FunctionTarget): Promise<FunctionNode | undefined> {
    const root = this.#roots.find(connection.connection.id);
    if (root === undefined) return undefined;
    for (;;) {
      const nodes = await root.children();
      const found = nodes.find((node) => node instanceof FunctionNode && node.target.functionName === functionName);
      if (found instanceof FunctionNode) return found;
      if (!(await root.loadMore())) return undefined;
    }
  }
}

async function urlNode(of: TreeNode | undefined): Promise<TreeNode | undefined> {
  return ((await of?.children?.()) ?? []).find((child) => child instanceof FunctionUrlNode);
}

async function aliasNode(of: FunctionNode | undefined, name: string): Promise<TreeNode | undefined> {
  const aliases = ((await of?.children()) ?? []).find((child) => child instanceof AliasesNode);
  return ((await aliases?.children()) ?? []).find((child) => child instanceof AliasNode && child.target.qualifier === name);
}
