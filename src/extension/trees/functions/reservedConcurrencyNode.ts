import { l10n } from 'vscode';
import { messageOf } from '../../../common/codedError.ts';
import type { FunctionTarget } from '../../connections/lambdaConnection.ts';
import { itemTraits } from '../../contributions.ts';
import { problemLook } from '../../ui/problemTable.ts';
import { LeafNode } from '../leafNode.ts';
import type { TreeNode } from '../treeNode.ts';

/** Reads what is reserved for a function; that it cannot be read is no reason not to show the rest. */
export async function reservedConcurrencyNode(parent: TreeNode, target: FunctionTarget): Promise<TreeNode> {
  const label = l10n.t('Reserved concurrency');
  const traits = [itemTraits.reservation];
  try {
    const reserved = await (await target.connection.api()).getReservedConcurrency(target.functionName);
    const description = reserved === undefined ? l10n.t('none') : String(reserved);
    return new ReservationNode(parent, target, { label, description, icon: 'dashboard', traits });
  } catch (error) {
    return new ReservationNode(parent, target, { label, description: messageOf(error), icon: problemLook(error).icon, traits });
  }
}

class ReservationNode extends LeafNode {
  readonly target: FunctionTarget;

  constructor(parent: TreeNode, target: FunctionTarget, row: ConstructorParameters<typeof LeafNode>[2]) {
    super(parent, 'reservedConcurrency', row);
    this.target = target;
  }
}
