import type { Command } from 'vscode';
import type { ItemTrait } from '../contributions.ts';

/** How a node looks right now. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** A theme colour's id, for the icon. */
  readonly color?: string;
  /** For `when` clauses. */
  readonly traits?: readonly ItemTrait[];
  /** What a click does. */
  readonly command?: Command;
  /** What a screen reader says, where label and description do not suffice. */
  readonly spoken?: string;
}

/** One item of a tree, as its data: mapped to VS Code's in one place. */
export interface TreeNode {
  /** Unique in its tree, and the same after a refresh, so that selection and expansion stay. */
  readonly id: string;
  readonly parent: TreeNode | undefined;
  /** Absent for a leaf. */
  readonly expands?: 'collapsed' | 'expanded' | undefined;
  row(): Row;
  /** Asked when the pointer rests on the item, so it may ask the service. Never rejects, and never tells what `row` masks. */
  tooltip?(): string | undefined | Promise<string | undefined>;
  children?(): Promise<readonly TreeNode[]>;
  /** Forgets what was loaded. */
  reload?(): void;
  /** Ends what the node does by itself: it is shown no more. */
  dispose?(): void;
}
