import { commands, l10n } from 'vscode';
import * as v from 'valibot';
import { CodedError } from '../../../common/codedError.ts';
import { commandIds } from '../../contributions.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type ChosenConfig, chosenConfig, configOfFunction, fresh, pickConfigOr } from './askConfig.ts';
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
  const given = argumentOf(ConfigArgument, argument)?.config;
  const picked = given === undefined ? await pickConfigOr(workbench, connection, { title, placeholder, canCreate: true }) : { arn: given };
  if (picked === undefined) return;
  if (picked === fresh) {
    // It attaches what it makes.
    await commands.executeCommand(commandIds.createCodeSigningConfig, { connection: connection.connection.id, functionName });
    return;
  }
  const { arn } = picked;
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
  if (!onlyHere && functions.length > 0) throw inUse(chosen, functions);
  const sure = await confirm({
    question: l10n.t('Delete the code signing configuration {0} in {1}?', config.id, connection.connection.label),
    detail: onlyHere
      ? l10n.t('It is detached from {0}, to which any package may be deployed then. This cannot be taken back.', target.functionName)
      : l10n.t('This cannot be taken back.'),
    action: l10n.t('Delete'),
  });
  if (!sure) return;
  if (onlyHere && functions.length > 0) await api.deleteFunctionCodeSigningConfig(target.functionName);
  await api.deleteCodeSigningConfig(config.arn);
  await signingChanged(workbench, target);
};

/** Lambda would refuse it, and not say because of whom. */
function inUse({ connection, config }: ChosenConfig, functions: readonly string[]): CodedError {
  const details = { connection: connection.connection.id };
  const message = l10n.t('{0} is in use, and cannot be deleted: {1}. Detach it from these functions first.', config.id, functions.join(', '));
  return new CodedError('CODE_SIGNING_CONFIG_IN_USE', message, { details });
}
