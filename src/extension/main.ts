import { ExtensionMode, type ExtensionContext, l10n, window } from 'vscode';
import { messageOf } from '../common/codedError.ts';
import { DisposableStore } from '../common/disposable.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { type TestApi, testApi } from './testApi.ts';
import { createWorkbench } from './workbench.ts';

/** Answers something to tests only. */
export function activate(context: ExtensionContext): TestApi | undefined {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  try {
    const workbench = createWorkbench(context, owned);
    owned.add(registerCommands(workbench));
    return context.extensionMode === ExtensionMode.Test ? testApi(workbench) : undefined;
  } catch (error) {
    void window.showErrorMessage(l10n.t('Lambda Workbench could not start: {0}', messageOf(error)));
    throw error;
  }
}
