import { l10n } from 'vscode';
import type { Command } from '../command.ts';
import { signingConnection, signingTarget } from './signingSubject.ts';

/** Shows the Code Signing page of a function. */
export const openCodeSigning: Command = async (workbench, argument) => {
  const target = await signingTarget(workbench, argument, l10n.t('Open Code Signing'));
  if (target !== undefined) await workbench.codeSigningPages.open({ type: 'function', target });
};

/** Shows which functions of a connection are signed, and by whom. */
export const openCodeSigningOverview: Command = async (workbench, argument) => {
  const connection = await signingConnection(workbench, argument, l10n.t('Open Code Signing Overview'));
  if (connection !== undefined) await workbench.codeSigningPages.open({ type: 'overview', connection });
};
