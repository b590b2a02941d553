import { l10n } from 'vscode';
import * as v from 'valibot';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { chosenConfig, configOfFunction, pickConfig } from './askConfig.ts';
import { functionsWith } from './editCodeSigningConfig.ts';
import { signingChanged, signingTarget } from './signingSubject.ts';

const ConfigArgument = v.object({ config: v.string() });

/** From its next deployment on, a function's packages are checked. */
export const attachCodeSigningConfig: Command = async (workbench, argument) => {
  const title = l10n.t('Attach Code Signing Configuration');
  const target = await signingTarget(workbench, argument, title);
  if (target === undefined) return;
  const { connection, functionName } = target;
  const placeholder = l10n.t('Choose the configuration of {0}', functionName);
  const arn = argumentOf(ConfigArgument, argument)?.config ?? (await pickConfig(workbench, connection, title, placeholder))?.arn;
  if (arn === undefined) return;
  const api = await connection.api();
  await withProgress(workbench.clock, l10n.t('Attaching the configuration to {0}', functionName), (signal) => api.putFunctionCodeSigningConfig(functionName, arn, signal));
  await signingChanged(workbench, target);
};

/** Anything may be deployed to the function then. */
export const detachCodeSigningConfig: Command = async (workbench, argument) => {
  const target = await signingTarget(workbench, argument, l10n.t('Detach Code Signing Configuration'));
  if (target === undefined) return;
  const { connection, functionName } = target;
  const { config } = await configOfFunction(target);
  const sure = await confirm({
    question: l10n.t('Detach {0} from {1} in {2}?', config.id, functionName, connection.connection.label),
    detail: l10n.t('Any package may be deployed to the function then, signed or not. The configuration itself stays.'),
    action: l10n.t('Detach'),
  });
  if (!sure) return;
  await (await connection.api()).deleteFunctionCodeSigningConfig(functionName);
  await signingChanged(workbench, target);
};

/** One that no function has, or only the one that it was called on, which is detached from it first. */
export const deleteCodeSigningConfig: Command = async (workbench, argument) => {
  const chosen = await chosenConfig(workbench, argument, l10n.t('Delete Code Signing Configuration'));
  if (chosen === undefined) return;
  const { connection, config, target } = chosen;
  const api = await connection.api();
  const functions = await functionsWith(api, config.arn);
  const onlyHere = target !== undefined && functions.every((name) => name === target.functionName);
  const sure = await confirm({
    question: l10n.t('Delete the code signing configuration {0} in {1}?', config.id, connection.connection.label),
    detail: onlyHere
      ? l10n.t('It is detached from {0}, to which any package may be deployed then. This cannot be taken back.', target.functionName)
      : l10n.t('This cannot be taken back.'),
    action: l10n.t('Delete'),
  });
  if (!sure) return;
  if (onlyHere && functions.length > 0) await api.deleteFunctionCodeSigningConfig(target.functionName);
  // One that other functions have is refused, with what to do.
  await api.deleteCodeSigningConfig(config.arn);
  await signingChanged(workbench, target);
};
