import { commands } from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { commandIds, internalCommandIds } from '../contributions.ts';
import { showProblem } from '../ui/showProblem.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';
import { commandTable, internalCommandTable } from './commandTable.ts';

/** Registers every command. What one throws is told to the user, with what mends it. */
export function registerCommands(workbench: Workbench): Disposable {
  const store = new DisposableStore();
  const register = (id: string, command: Command) => {
    const run = async (argument?: unknown): Promise<unknown> => {
      try {
        return await command(workbench, argument);
      } catch (error) {
        showProblem(error, workbench.log, () => void run(argument));
        return undefined;
      }
    };
    store.add(commands.registerCommand(id, run));
  };
  registerAll(commandIds, commandTable, register);
  registerAll(internalCommandIds, internalCommandTable, register);
  return store;
}

function registerAll<Name extends string>(
  ids: Readonly<Record<Name, string>>,
  table: Readonly<Record<Name, Command>>,
  register: (id: string, command: Command) => void,
): void {
  for (const name in ids) register(ids[name], table[name]);
}
