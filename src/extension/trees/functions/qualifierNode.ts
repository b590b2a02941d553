import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { type ItemTrait, itemTraits } from '../../contributions.ts';
import { BranchNode } from '../branchNode.ts';
import { childId } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';
import type { FunctionsSurroundings } from './functionsSurroundings.ts';
import { autoScalingNodes } from './scaling/autoScalingNode.ts';
import { ProvisionedConcurrencyNode } from './scaling/provisionedConcurrencyNode.ts';

export interface QualifierLook {
  readonly description: string;
  readonly icon: string;
  /** What it can do besides being invoked. */
  readonly traits?: readonly ItemTrait[];
  readonly arn: string | undefined;
  readonly tooltip: string;
}

/** A version or an alias: it can be invoked as such, and what is set for it stands below it. */
export class QualifierNode extends BranchNode {
  readonly id: string;
  readonly parent: TreeNode;
  override readonly expands: 'collapsed' | undefined;
  readonly target: FunctionTarget;
  readonly copies: { readonly arn?: string };
  readonly #look: QualifierLook;
  readonly #surroundings: FunctionsSurroundings;
  readonly #provisionable: boolean;

  /** @param provisionable whether it can have provisioned concurrency: what runs `$LATEST` cannot. */
  constructor(parent: TreeNode, target: FunctionTarget, look: QualifierLook, provisionable: boolean, surroundings: FunctionsSurroundings, expands = provisionable) {
    super();
    this.id = childId(parent, target.qualifier ?? '');
    this.parent = parent;
    this.target = target;
    this.copies = look.arn === undefined ? {} : { arn: look.arn };
    this.expands = expands ? 'collapsed' : undefined;
    this.#look = look;
    this.#surroundings = surroundings;
    this.#provisionable = provisionable;
  }

  row(): Row {
    const { description, icon, traits = [] } = this.#look;
    const { invocable, arn, scaling, provisionable, autoScalable } = itemTraits;
    return {
      label: this.target.qualifier ?? '',
      description,
      icon,
      traits: [
        invocable,
        arn,
        scaling,
        ...(this.#provisionable ? [provisionable, autoScalable] : []),
        ...traits,
      ],
    };
  }

  tooltip(): string {
    return this.#look.tooltip;
  }

  protected async load(): Promise<readonly TreeNode[]> {
    if (!this.#provisionable) return [];
    const provisioned = new ProvisionedConcurrencyNode(this, this.target, this.#surroundings);
    const [, autoScaling] = await Promise.all([provisioned.read(), autoScalingNodes(this, this.target, provisioned, this.#surroundings.autoScaling)]);
    return [provisioned, ...autoScaling];
  }
}
