import type { Workbench } from '../workbench.ts';

/**
 * What a command does. The argument is the tree item it was called on, or what a key binding passes; undefined from the palette,
 * where it asks. Throws CodedError.
 */
export type Command = (workbench: Workbench, argument: unknown) => Promise<unknown>;
