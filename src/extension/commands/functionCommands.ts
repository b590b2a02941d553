import { env, l10n } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import { openPosition } from '../ui/openPosition.ts';
import type { Workbench } from '../workbench.ts';
import { targetOf } from './arguments.ts';
import { askTarget } from './askTarget.ts';
import type { Command } from './command.ts';

/** Shows the function's log with what was logged before, which goes on while the view is open. */
export const showLogs: Command = async (workbench, argument) => {
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, l10n.t('Show Logs')));
  if (target === undefined) return;
  const { connection, live } = target.connection;
  if (!live) {
    const hint = l10n.t('Logs that CloudWatch keeps are not shown yet. The end of each log comes with invocations from here.');
    workbench.functionLogs.append(connection, target.functionName, hint);
  }
  await workbench.functionLogs.show(target);
};

/** Opens the template where it defines the function. */
export const openTemplate: Command = async (workbench, argument) => {
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, l10n.t('Open Template')));
  if (target === undefined) return;
  const position = target.connection.notes?.position(target.functionName);
  if (position === undefined) {
    throw new CodedError('NO_TEMPLATE', l10n.t('No template of this workspace defines {0}.', target.functionName));
  }
  await openPosition(position);
};

export const copyArn: Command = async (workbench, argument) => {
  const arn = copiesOf(argument).arn ?? (await askArn(workbench, argument));
  if (arn !== undefined) await env.clipboard.writeText(arn);
};

/** Shows the Scaling page, of one function where the argument names one. */
export const openScaling: Command = async (workbench, argument) => {
  const target = await targetOf(workbench, argument);
  await workbench.scaling.open(target);
};

/** What an item offers to copy. */
export function copiesOf(argument: unknown): { readonly arn?: string; readonly value?: string } {
  const isItem = (value: unknown): value is { readonly copies: { readonly arn?: string; readonly value?: string } } =>
    typeof value === 'object' && value !== null && 'copies' in value;
  return isItem(argument) ? argument.copies : {};
}

async function askArn(workbench: Workbench, argument: unknown): Promise<string | undefined> {
  const target = (await targetOf(workbench, argument)) ?? (await askTarget(workbench, l10n.t('Copy ARN')));
  if (target === undefined) return undefined;
  const named = target.qualifier === undefined ? target.functionName : `${target.functionName}:${target.qualifier}`;
  const { Configuration } = await (await target.connection.api()).getFunction(named);
  return Configuration?.FunctionArn;
}
