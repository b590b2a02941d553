import type { Layer } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import { itemTraits } from '../../contributions.ts';
import { BranchNode } from '../branchNode.ts';
import { childId, LeafNode } from '../leafNode.ts';
import type { Row, TreeNode } from '../treeNode.ts';

/** The layer versions that a function has, in the order in which they are laid over each other. */
export class UsedLayersNode extends BranchNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly #layers: readonly Layer[];

  constructor(parent: TreeNode, layers: readonly Layer[]) {
    super();
    this.id = childId(parent, 'layers');
    this.parent = parent;
    this.#layers = layers;
  }

  row(): Row {
    return { label: l10n.t('Layers'), description: String(this.#layers.length), icon: 'layers' };
  }

  protected async load(): Promise<readonly TreeNode[]> {
    return this.#layers.map(({ Arn: arn = '' }) => {
      // arn:aws:lambda:<region>:<account>:layer:<name>:<version>
      const [name = arn, version = ''] = arn.split(':').slice(-2);
      return new LeafNode(this, arn, { label: name, description: version, icon: 'tag', traits: [itemTraits.arn] }, { arn, tooltip: arn });
    });
  }
}
