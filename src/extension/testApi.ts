import type { commandIds } from './contributions.ts';
import { commandTable } from './commands/commandTable.ts';
import type { NodeTree } from './trees/nodeTree.ts';
import type { Workbench } from './workbench.ts';

/** What tests in a real VS Code see of the extension. */
export interface TestApi {
  readonly workbench: Workbench;
  readonly trees: Readonly<Record<'functions' | 'layers' | 'localRunner', NodeTree>>;
  /** Runs a command without the messages to the user: what it throws is the caller's. */
  run(command: keyof typeof commandIds, argument?: unknown): Promise<unknown>;
}

export function testApi(workbench: Workbench): TestApi {
  return {
    workbench,
    trees: { functions: workbench.functions.tree, layers: workbench.layers.tree, localRunner: workbench.localRunner.tree },
    run: (command, argument) => commandTable[command](workbench, argument),
  };
}
