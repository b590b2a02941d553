import type { Row, TreeNode } from './treeNode.ts';

/** A node without children that looks the same as long as it exists. */
export class LeafNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode | undefined;
  /** What "Copy Value" and "Copy ARN" take. */
  readonly copies: { readonly value?: string; readonly arn?: string };
  readonly #row: Row;
  readonly #tooltip: string | undefined;

  constructor(
    parent: TreeNode | undefined,
    key: string,
    row: Row,
    extra: { readonly tooltip?: string; readonly value?: string; readonly arn?: string } = {},
  ) {
    this.id = childId(parent, key);
    this.parent = parent;
    this.#row = row;
    this.#tooltip = extra.tooltip;
    this.copies = extra;
  }

  row(): Row {
    return this.#row;
  }

  tooltip(): string | undefined {
    return this.#tooltip;
  }
}

export function childId(parent: TreeNode | undefined, key: string): string {
  return parent === undefined ? key : `${parent.id}/${key}`;
}
