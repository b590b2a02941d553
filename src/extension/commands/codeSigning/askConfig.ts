import type { CodeSigningConfig } from '@aws-sdk/client-lambda';
import { l10n } from 'vscode';
import * as v from 'valibot';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import { CodedError } from '../../../common/codedError.ts';
import { type ReadConfig, readConfig, readConfigOf } from '../../codeSigning/reading/readConfig.ts';
import { profileNameOf } from '../../codeSigning/reading/readPublishers.ts';
import type { FunctionTarget, LambdaConnection } from '../../connections/lambdaConnection.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import { signingConnection } from './signingSubject.ts';

const ConfigArgument = v.object({ config: v.string() });

export interface ChosenConfig {
  readonly connection: LambdaConnection;
  readonly config: ReadConfig;
  /** The function that it was found by. */
  readonly target?: FunctionTarget;
}

/** The configuration that an argument names by its ARN, that of the function that it names, or one that the user chooses. Undefined where they gave up. */
export async function chosenConfig(workbench: Workbench, argument: unknown, title: string): Promise<ChosenConfig | undefined> {
  const named = argumentOf(ConfigArgument, argument);
  const target = await targetOf(workbench, argument);
  if (named === undefined && target !== undefined) return configOfFunction(target);
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const api = await connection.api();
  if (named !== undefined) return { connection, config: readConfigOf(await api.getCodeSigningConfig(named.config)) };
  const config = await pickConfig(workbench, connection, title, l10n.t('Choose a code signing configuration'));
  return config && { connection, config };
}

/** Throws CodedError `NO_CODE_SIGNING_CONFIG`. */
export async function configOfFunction({ connection, functionName }: FunctionTarget): Promise<ChosenConfig> {
  const config = await readConfig(await connection.api(), functionName);
  if (config !== undefined) return { connection, config, target: { connection, functionName } };
  const details = { connection: connection.connection.id, functionName };
  throw new CodedError('NO_CODE_SIGNING_CONFIG', l10n.t('{0} has no code signing configuration: any package may be deployed to it. Attach one first.', functionName), { details });
}

/** Throws CodedError `NO_CODE_SIGNING_CONFIG_HERE`. */
export async function pickConfig(workbench: Workbench, connection: LambdaConnection, title: string, placeholder: string): Promise<ReadConfig | undefined> {
  const picked = await pickConfigOr(workbench, connection, { title, placeholder, canCreate: false });
  return picked === fresh ? undefined : picked;
}

/** What stands for a configuration that is not there yet. */
export const fresh = Symbol('fresh');

/** With `canCreate`, one may also want a new one. Throws CodedError `NO_CODE_SIGNING_CONFIG_HERE` otherwise, where there is none. */
export async function pickConfigOr(
  workbench: Workbench,
  connection: LambdaConnection,
  { title, placeholder, canCreate }: { readonly title: string; readonly placeholder: string; readonly canCreate: boolean },
): Promise<ReadConfig | typeof fresh | undefined> {
  const pick = `codeSigningConfig.${connection.connection.id}`;
  const { choices } = workbench;
  const picked = await pickOne<ReadConfig | typeof fresh>({
    title,
    placeholder,
    canGoBack: false,
    items: async (add, signal) => {
      const found = await allConfigs(await connection.api(), signal);
      if (found.length === 0 && !canCreate) throw noneHere(connection);
      add(choices.lastFirst(pick, found.map(readConfigOf), ({ arn }) => arn).map(configChoice));
      if (canCreate) add([{ label: `$(add) ${l10n.t('Create Code Signing Configuration…')}`, alwaysShow: true, value: fresh }]);
    },
  });
  if (picked.type !== 'chosen') return undefined;
  if (picked.value === fresh) return fresh;
  await choices.remember(pick, picked.value.arn);
  return picked.value;
}

async function allConfigs(api: Pick<LambdaApi, 'listCodeSigningConfigs'>, signal: AbortSignal): Promise<readonly CodeSigningConfig[]> {
  const all: CodeSigningConfig[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await api.listCodeSigningConfigs(marker, signal);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}

function configChoice(config: ReadConfig): Choice<ReadConfig> {
  const { id, description, policy, allowed } = config;
  return { label: description === '' ? id : description, description: `${policy} · ${id}`, detail: [...new Set(allowed.map(profileNameOf))].join(', '), value: config };
}

function noneHere({ connection }: LambdaConnection): CodedError {
  const details = { connection: connection.id };
  return new CodedError('NO_CODE_SIGNING_CONFIG_HERE', l10n.t('There is no code signing configuration in {0}. Create one first.', connection.label), { details });
}
