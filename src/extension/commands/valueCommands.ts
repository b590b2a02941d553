import { env, l10n } from 'vscode';
import { EnvironmentVariableNode } from '../trees/functions/environmentVariableNodes.ts';
import { pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';
import { targetOf } from './arguments.ts';
import { askTarget } from './askTarget.ts';
import type { Command } from './command.ts';
import { copiesOf } from './functionCommands.ts';

/** Shows the value of an environment variable in the tree, until it is hidden or the window closes. */
export const revealValue: Command = async (workbench, argument) => {
  const node = await variableOf(workbench, argument, l10n.t('Reveal Environment Variable'), (each) => !each.revealed);
  if (node === undefined) return;
  workbench.functions.revealed.reveal(node.id);
  workbench.functions.tree.redraw(node);
  if (node !== argument) await workbench.functions.select(node);
};

export const hideValue: Command = async (workbench, argument) => {
  const node = await variableOf(workbench, argument, l10n.t('Hide Environment Variable'), (each) => each.revealed);
  if (node === undefined) return;
  workbench.functions.revealed.hide(node.id);
  workbench.functions.tree.redraw(node);
};

export const copyValue: Command = async (workbench, argument) => {
  const value = copiesOf(argument).value ?? (await variableOf(workbench, argument, l10n.t('Copy Value'), () => true))?.copies.value;
  if (value !== undefined) await env.clipboard.writeText(value);
};

async function variableOf(
  workbench: Workbench,
  argument: unknown,
  title: string,
  fits: (node: EnvironmentVariableNode) => boolean,
): Promise<EnvironmentVariableNode | undefined> {
  if (argument instanceof EnvironmentVariableNode) return argument;
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, title));
  if (target === undefined) return undefined;
  const picked = await pickOne<EnvironmentVariableNode>({
    title,
    canGoBack: false,
    placeholder: l10n.t('Choose an environment variable of {0}', target.functionName),
    items: async (add) => add((await workbench.functions.variables(target)).filter(fits).map((value) => ({ label: value.name, value }))),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}
