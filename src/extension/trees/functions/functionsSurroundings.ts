import type { Clock } from '../../../common/clock.ts';
import type { ListLengths } from '../listLengths.ts';
import type { TreeNode } from '../treeNode.ts';
import type { RevealedValues } from './revealedValues.ts';

/** What the nodes of the Functions view share. */
export interface FunctionsSurroundings {
  readonly revealed: RevealedValues;
  readonly lengths: ListLengths;
  readonly clock: Clock;
  /** Draws a node anew that has changed by itself. */
  readonly redraw: (node: TreeNode) => void;
}
