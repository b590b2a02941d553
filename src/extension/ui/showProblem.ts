import { commands, window } from 'vscode';
import { codeOf, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { internalCommandIds } from '../contributions.ts';
import { problemLook } from './problemTable.ts';

/** Tells an error once, with what mends it. Does not wait for the user. `retry` does again what failed. */
export function showProblem(error: unknown, logger: Logger, retry: () => void): void {
  const code = codeOf(error);
  logger.error(code === undefined ? messageOf(error) : `${code}: ${messageOf(error)}`);
  void offerActions(error, retry);
}

async function offerActions(error: unknown, retry: () => void): Promise<void> {
  const { actions } = problemLook(error);
  const [firstLine = ''] = messageOf(error).split('\n', 1);
  const chosen = await window.showErrorMessage(firstLine, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action?.command === internalCommandIds.retry) retry();
  else if (action !== undefined) await commands.executeCommand(action.command, ...(action.arguments ?? []));
}
