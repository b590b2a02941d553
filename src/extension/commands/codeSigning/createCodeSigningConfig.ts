import { l10n } from 'vscode';
import * as v from 'valibot';
import type { CodeSigningSettings } from '../../../aws/codeSigningApi.ts';
import type { UntrustedArtifactPolicy } from '../../../lambda/signing/enforcement.ts';
import type { FunctionTarget, LambdaConnection } from '../../connections/lambdaConnection.ts';
import { askText } from '../../ui/askText.ts';
import { withProgress } from '../../ui/progress.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import { runSteps, type StepOutcome } from '../../ui/steps.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askPublishers } from './askProfile.ts';
import { signingChanged, signingConnection } from './signingSubject.ts';

/** Source: Lambda's model: descriptions have at most 256 characters. */
export const longestDescription = 256;

const SettingsArgument = v.object({
  publishers: v.pipe(v.array(v.string()), v.minLength(1)),
  policy: v.optional(v.picklist(['Warn', 'Enforce']), 'Warn'),
  description: v.optional(v.string(), ''),
});

/** Makes a code signing configuration, and attaches it to the function that it was called on. Answers its ARN. */
export const createCodeSigningConfig: Command = async (workbench, argument) => {
  const target = await targetOf(workbench, argument);
  const title = target === undefined ? l10n.t('Create Code Signing Configuration') : l10n.t('Create Code Signing Configuration for {0}', target.functionName);
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const given = argumentOf(SettingsArgument, argument);
  const settings = given === undefined ? await askSettings(workbench, connection, title) : { ...given, allowedPublishers: given.publishers };
  if (settings === undefined) return undefined;
  return create(workbench, connection, target, settings);
};

async function create(
  workbench: Workbench,
  connection: LambdaConnection,
  target: FunctionTarget | undefined,
  { description, allowedPublishers, policy }: CodeSigningSettings,
): Promise<string | undefined> {
  const api = await connection.api();
  const done = await withProgress(workbench.clock, l10n.t('Creating a code signing configuration'), async (signal) => {
    const { CodeSigningConfigArn: arn = '' } = await api.createCodeSigningConfig({ description, allowedPublishers, policy }, signal);
    if (target !== undefined) await api.putFunctionCodeSigningConfig(target.functionName, arn, signal);
    return arn;
  });
  if (done === undefined) return undefined;
  await signingChanged(workbench, target);
  return done;
}

async function askSettings(workbench: Workbench, connection: LambdaConnection, title: string): Promise<CodeSigningSettings | undefined> {
  let allowedPublishers: readonly string[] = [];
  let policy: UntrustedArtifactPolicy = 'Warn';
  let description = '';
  const answered = await runSteps([
    async (canGoBack): Promise<StepOutcome> => {
      const picked = await askPublishers(workbench, connection, { title, canGoBack, chosen: allowedPublishers });
      if (picked.type !== 'chosen') return picked.type;
      allowedPublishers = picked.value.map(({ versionArn }) => versionArn);
      return 'next';
    },
    async (canGoBack): Promise<StepOutcome> => {
      const picked = await askPolicy(title, canGoBack);
      if (picked.type !== 'chosen') return picked.type;
      policy = picked.value;
      return 'next';
    },
    async (canGoBack): Promise<StepOutcome> => {
      const answer = await askDescription(title, description, canGoBack);
      if (answer.type !== 'chosen') return answer.type;
      description = answer.value;
      return 'next';
    },
  ]);
  return answered ? { allowedPublishers, policy, description } : undefined;
}

export function askPolicy(title: string, canGoBack: boolean) {
  const items: readonly Choice<UntrustedArtifactPolicy>[] = [
    { label: 'Warn', detail: l10n.t('Unsigned, expired or revoked code is deployed, and counted. Changed code is not.'), value: 'Warn' },
    { label: 'Enforce', detail: l10n.t('Only code that an allowed profile has signed, and that passes all checks.'), value: 'Enforce' },
  ];
  return pickOne<UntrustedArtifactPolicy>({ title, canGoBack, placeholder: l10n.t('What becomes of packages that are not trusted'), items: (add) => add(items) });
}

export function askDescription(title: string, value: string, canGoBack: boolean) {
  const check = (text: string) => (text.length > longestDescription ? l10n.t('At most {0} characters.', longestDescription) : undefined);
  return askText({ title, prompt: l10n.t('A description, or nothing.'), value, canGoBack, check });
}
