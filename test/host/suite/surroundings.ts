import { systemClock } from '../../../src/common/clock.ts';
import type { FunctionsSurroundings } from '../../../src/extension/trees/functions/functionsSurroundings.ts';
import { RevealedValues } from '../../../src/extension/trees/functions/revealedValues.ts';
import { ListLengths } from '../../../src/extension/trees/listLengths.ts';

/** What nodes of the Functions view share where no view is. */
export function surroundings(own: Partial<FunctionsSurroundings> = {}): FunctionsSurroundings {
  return {
    revealed: new RevealedValues(),
    lengths: new ListLengths(),
    clock: systemClock,
    redraw() {},
    visibility: { visible: true, onDidChange: () => ({ dispose() {} }) },
    autoScaling: async () => {
      throw new Error('not called here');
    },
    signerOf: async () => {
      throw new Error('not called here');
    },
    ...own,
  };
}
