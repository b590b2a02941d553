import type { Clock } from '../../../common/clock.ts';
import type { SignerOf } from '../../codeSigning/signerOf.ts';
import type { AutoScalingOf } from '../../connections/autoScalingOf.ts';
import type { ListLengths } from '../listLengths.ts';
import type { TreeNode } from '../treeNode.ts';
import type { RevealedValues } from './revealedValues.ts';
import type { Visibility } from './scaling/provisionedReading.ts';

/** What the nodes of the Functions view share. */
export interface FunctionsSurroundings {
  readonly revealed: RevealedValues;
  readonly lengths: ListLengths;
  readonly clock: Clock;
  /** Draws a node anew that has changed by itself. */
  readonly redraw: (node: TreeNode) => void;
  /** Of the view: nobody is asked for what nobody sees. */
  readonly visibility: Visibility;
  readonly autoScaling: AutoScalingOf;
  readonly signerOf: SignerOf;
}
