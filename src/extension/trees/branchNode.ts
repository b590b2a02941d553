import { problemNodes } from './problemNodes.ts';
import type { Row, TreeNode } from './treeNode.ts';

/** A node whose children are read once, when it is opened; what goes wrong then stands in their place. */
export abstract class BranchNode implements TreeNode {
  abstract readonly id: string;
  abstract readonly parent: TreeNode | undefined;
  readonly expands: 'collapsed' | 'expanded' | undefined = 'collapsed';
  #children: Promise<readonly TreeNode[]> | undefined;

  abstract row(): Row;
  protected abstract load(): Promise<readonly TreeNode[]>;

  children(): Promise<readonly TreeNode[]> {
    this.#children ??= this.load().catch((error: unknown) => problemNodes(this, error));
    return this.#children;
  }

  reload(): void {
    void this.#children?.then((nodes) => nodes.forEach((node) => node.dispose?.()));
    this.#children = undefined;
  }

  dispose(): void {
    this.reload();
  }
}
