import { l10n } from 'vscode';
import { internalCommandIds } from '../contributions.ts';
import { LeafNode } from './leafNode.ts';
import type { ListLengths } from './listLengths.ts';
import { type PageLoader, PagedList } from './pagedList.ts';
import { problemNodes } from './problemNodes.ts';
import type { Row, TreeNode } from './treeNode.ts';

/** A node whose children come in pages: the last one loads more. */
export abstract class PagedNode<T> implements TreeNode {
  abstract readonly id: string;
  abstract readonly parent: TreeNode | undefined;
  readonly expands: 'collapsed' | 'expanded' = 'collapsed';
  readonly #list: PagedList<T>;
  readonly #lengths: ListLengths;
  readonly #nodes = new Map<T, TreeNode>();

  constructor(load: PageLoader<T>, lengths: ListLengths) {
    this.#list = new PagedList(load);
    this.#lengths = lengths;
  }

  abstract row(): Row;
  protected abstract node(item: T): TreeNode;
  /** What stands there instead of no items. */
  protected abstract emptyText(): string;

  async children(): Promise<readonly TreeNode[]> {
    const { items, more, error } = await this.#list.loaded(this.#lengths.of(this.id));
    if (error === undefined) this.#lengths.set(this.id, items.length);
    // The same item stays the same node, so that what is loaded below it is kept when a page is added.
    const nodes = items.map((item) => this.#nodes.get(item) ?? this.#remember(item));
    if (error !== undefined) return [...nodes, ...problemNodes(this, error)];
    if (more) return [...nodes, this.#moreNode()];
    return nodes.length > 0 ? nodes : [new LeafNode(this, '!none', { label: this.emptyText(), icon: 'info' })];
  }

  /** Reads the next page; false where there is none, or it could not be read. */
  async loadMore(): Promise<boolean> {
    const { more } = await this.#list.loaded();
    if (!more) return false;
    await this.#list.loadMore();
    return (await this.#list.loaded()).error === undefined;
  }

  reload(): void {
    this.#list.reset();
    for (const node of this.#nodes.values()) node.dispose?.();
    this.#nodes.clear();
  }

  dispose(): void {
    this.reload();
  }

  #remember(item: T): TreeNode {
    const node = this.node(item);
    this.#nodes.set(item, node);
    return node;
  }

  #moreNode(): TreeNode {
    const label = l10n.t('Load More…');
    return new LeafNode(this, '!more', { label, icon: 'ellipsis', command: { title: label, command: internalCommandIds.loadMore, arguments: [this] } });
  }
}
