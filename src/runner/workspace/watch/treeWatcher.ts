import type { Disposable } from '../../../common/disposable.ts';
import type { FolderKind } from './relevance.ts';

/** How many folders may still be watched, over all trees: systems have few watches to give. */
export interface WatchBudget {
  left: number;
}

export interface TreeOptions {
  readonly root: string;
  readonly kind: FolderKind;
  readonly budget: WatchBudget;
  /** Something in the folder changed that can change what a function does. */
  onChange(): void;
}

/** Watches a folder and all that is in it. */
export interface TreeWatcher extends Disposable {
  /** False once a part of the tree could not be watched. */
  readonly complete: boolean;
  /** Resolves once the tree is watched. Never rejects. */
  start(): Promise<void>;
}
