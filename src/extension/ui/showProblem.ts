import { commands, l10n, window } from 'vscode';
import { codeOf, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { commandIds, internalCommandIds } from '../contributions.ts';
import { type ProblemAction, problemLook } from './problemTable.ts';
import { shortMessage } from './shortMessage.ts';

/** Tells an error once, with what mends it; all of it is in the log. Does not wait for the user. `retry` does again what failed. */
export function showProblem(error: unknown, logger: Logger, retry: () => void): void {
  const code = codeOf(error);
  // Whoever cancelled it knows.
  if (code === 'cancelled') return;
  logger.error(code === undefined ? messageOf(error) : `${code}: ${messageOf(error)}`);
  void offerActions(error, retry);
}

async function offerActions(error: unknown, retry: () => void): Promise<void> {
  const { text, cut } = shortMessage(messageOf(error));
  const actions = offered(problemLook(error).actions, cut);
  const chosen = await window.showErrorMessage(text, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action?.command === internalCommandIds.retry) retry();
  else if (action !== undefined) await commands.executeCommand(action.command, ...(action.arguments ?? []));
}

/** What was cut off is one click away; for some problems, the log is offered anyway. */
function offered(actions: readonly ProblemAction[], cut: boolean): readonly ProblemAction[] {
  if (!cut || actions.some(({ command }) => command === commandIds.showRegionLog)) return actions;
  return [...actions, { title: l10n.t('Show Details'), icon: 'output', command: commandIds.showRegionLog }];
}
