import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Connections } from '../connections/connections.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import { Throttle } from '../ui/throttle.ts';
import { problemNodes } from './problemNodes.ts';
import type { TreeNode } from './treeNode.ts';

/** Starting a region changes several things at once: they are one redraw. */
const settleMs = 250;

interface Root<N> {
  readonly connection: LambdaConnection;
  readonly node: N;
  readonly owned: DisposableStore;
}

/** The top of a tree: a node for each connection, kept as long as the connection is. */
export class ConnectionRoots<N extends TreeNode> implements Disposable {
  readonly #connections: Connections;
  readonly #clock: Clock;
  readonly #createNode: (connection: LambdaConnection) => N;
  readonly #redraw: (node?: TreeNode) => void;
  readonly #owned = new DisposableStore();
  readonly #roots = new Map<string, Root<N>>();

  constructor(connections: Connections, clock: Clock, createNode: (connection: LambdaConnection) => N, redraw: (node?: TreeNode) => void) {
    this.#connections = connections;
    this.#clock = clock;
    this.#createNode = createNode;
    this.#redraw = redraw;
    this.#owned.add(connections.onDidChange(() => redraw()));
  }

  async nodes(): Promise<readonly TreeNode[]> {
    const { connections, error } = await this.#connections.toShow(this.#clock);
    this.#forgetAllBut(connections);
    const nodes = connections.map((connection) => this.#root(connection).node);
    return error === undefined ? nodes : [...nodes, ...problemNodes(undefined, error)];
  }

  find(connectionId: string): N | undefined {
    const known = this.#connections.known().connections.find(({ connection }) => connection.id === connectionId);
    return known === undefined ? undefined : this.#root(known).node;
  }

  reloadAll(): void {
    for (const { node } of this.#roots.values()) node.reload?.();
    this.#redraw();
  }

  dispose(): void {
    this.#forgetAllBut([]);
    this.#owned.dispose();
  }

  #root(connection: LambdaConnection): Root<N> {
    const { id } = connection.connection;
    const known = this.#roots.get(id);
    if (known !== undefined) return known;
    const node = this.#createNode(connection);
    const owned = new DisposableStore();
    const settle = owned.add(new Throttle(this.#clock, settleMs, () => {
      node.reload?.();
      this.#redraw(node);
    }));
    if (connection.onDidChange !== undefined) owned.add(connection.onDidChange(() => settle.ask()));
    const root = { connection, node, owned };
    this.#roots.set(id, root);
    return root;
  }

  #forgetAllBut(connections: readonly LambdaConnection[]): void {
    for (const [id, { connection, node, owned }] of this.#roots) {
      if (connections.includes(connection)) continue;
      owned.dispose();
      node.reload?.();
      this.#roots.delete(id);
    }
  }
}
