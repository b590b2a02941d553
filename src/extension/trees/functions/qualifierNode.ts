import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { type ItemTrait, itemTraits } from '../../contributions.ts';
import { LeafNode } from '../leafNode.ts';
import type { TreeNode } from '../treeNode.ts';

export interface QualifierLook {
  readonly description: string;
  readonly icon: string;
  /** What it can do besides being invoked. */
  readonly traits?: readonly ItemTrait[];
}

/** A version or an alias: it can be invoked as such. */
export class QualifierNode extends LeafNode {
  readonly target: FunctionTarget;

  constructor(
    parent: TreeNode,
    target: FunctionTarget,
    { traits = [], ...look }: QualifierLook,
    { arn, tooltip }: { readonly arn: string | undefined; readonly tooltip: string },
  ) {
    const label = target.qualifier ?? '';
    const row = { label, ...look, traits: [itemTraits.invocable, itemTraits.arn, ...traits] };
    super(parent, label, row, { tooltip, ...(arn !== undefined && { arn }) });
    this.target = target;
  }
}
