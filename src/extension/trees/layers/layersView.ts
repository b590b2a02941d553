import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { Connections } from '../../connections/connections.ts';
import { viewIds } from '../../contributions.ts';
import { ConnectionRoots } from '../connectionRoots.ts';
import { ListLengths } from '../listLengths.ts';
import { NodeTree } from '../nodeTree.ts';
import { LayerConnectionNode } from './layerNodes.ts';

/** The Layers view. */
export class LayersView implements Disposable {
  readonly tree: NodeTree;
  readonly #owned = new DisposableStore();
  readonly #roots: ConnectionRoots<LayerConnectionNode>;

  constructor(connections: Connections, clock: Clock) {
    const lengths = new ListLengths();
    this.#roots = this.#owned.add(
      new ConnectionRoots(connections, clock, (connection) => new LayerConnectionNode(connection, lengths), (node) => this.tree.redraw(node)),
    );
    this.tree = this.#owned.add(new NodeTree(() => this.#roots.nodes()));
    this.#owned.add(vscode.window.createTreeView(viewIds.layers, { treeDataProvider: this.tree, showCollapseAll: true }));
  }

  reloadAll(): void {
    this.#roots.reloadAll();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
