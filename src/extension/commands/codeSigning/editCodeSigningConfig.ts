import { l10n } from 'vscode';
import * as v from 'valibot';
import type { CodeSigningSettings } from '../../../aws/codeSigningApi.ts';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import { CodedError } from '../../../common/codedError.ts';
import type { UntrustedArtifactPolicy } from '../../../lambda/signing/enforcement.ts';
import { profileNameOf } from '../../codeSigning/reading/readPublishers.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type ChosenConfig, chosenConfig } from './askConfig.ts';
import { askProfile } from './askProfile.ts';
import { askDescription, askPolicy } from './createCodeSigningConfig.ts';
import { signingChanged } from './signingSubject.ts';

const Change = v.variant('type', [
  v.object({ type: v.literal('policy'), policy: v.exactOptional(v.picklist(['Warn', 'Enforce'])) }),
  v.object({ type: v.literal('allow'), publisher: v.exactOptional(v.string()) }),
  v.object({ type: v.literal('remove'), publisher: v.exactOptional(v.string()) }),
  v.object({ type: v.literal('description'), description: v.exactOptional(v.string()) }),
]);
type Change = v.InferOutput<typeof Change>;
type ChangeOf<Type extends Change['type']> = Extract<Change, { readonly type: Type }>;

/** Changes a configuration: from the next deployment on, for every function that has it. */
export const editCodeSigningConfig: Command = async (workbench, argument) => {
  const title = l10n.t('Edit Code Signing Configuration');
  const chosen = await chosenConfig(workbench, argument, title);
  if (chosen === undefined) return;
  const change = argumentOf(v.object({ change: Change }), argument)?.change ?? (await askChange(chosen, title));
  if (change !== undefined) await edit(workbench, chosen, change, title);
};

/** Lets untrusted packages through: asks first, whoever calls it. */
export const switchToWarn: Command = async (workbench, argument) => {
  const title = l10n.t('Switch Code Signing to Warn');
  const chosen = await chosenConfig(workbench, argument, title);
  if (chosen !== undefined) await edit(workbench, chosen, { type: 'policy', policy: 'Warn' }, title);
};

async function edit(workbench: Workbench, chosen: ChosenConfig, change: Change, title: string): Promise<void> {
  const settings = await settingsOf(workbench, chosen, change, title);
  if (settings === undefined) return;
  const api = await chosen.connection.api();
  await withProgress(workbench.clock, l10n.t('Changing the code signing configuration {0}', chosen.config.id), (signal) =>
    api.updateCodeSigningConfig(chosen.config.arn, settings, signal),
  );
  await signingChanged(workbench, chosen.target);
}

/** Undefined where the user gave up, or it is so already. */
async function settingsOf(workbench: Workbench, chosen: ChosenConfig, change: Change, title: string): Promise<Partial<CodeSigningSettings> | undefined> {
  switch (change.type) {
    case 'policy':
      return policySettings(chosen, change, title);
    case 'allow':
      return allowSettings(workbench, chosen, change, title);
    case 'remove':
      return removeSettings(chosen, change, title);
    case 'description':
      return descriptionSettings(chosen, change, title);
    default:
      return change satisfies never;
  }
}

async function policySettings(chosen: ChosenConfig, { policy: given }: ChangeOf<'policy'>, title: string): Promise<Partial<CodeSigningSettings> | undefined> {
  const policy = given ?? (await chosenPolicy(title));
  if (policy === undefined || policy === chosen.config.policy) return undefined;
  return policy === 'Enforce' || (await maySwitchToWarn(chosen)) ? { policy } : undefined;
}

async function chosenPolicy(title: string): Promise<UntrustedArtifactPolicy | undefined> {
  const picked = await askPolicy(title, false);
  return picked.type === 'chosen' ? picked.value : undefined;
}

async function maySwitchToWarn({ connection, config }: ChosenConfig): Promise<boolean> {
  const functions = await functionsWith(await connection.api(), config.arn);
  return confirm({
    question: l10n.t('Let untrusted packages through with {0} in {1}?', config.id, connection.connection.label),
    detail: l10n.t(
      'Under Warn, packages that are unsigned, of other publishers, expired or revoked are deployed, and only counted. It holds for every function with this configuration: {0}.',
      functions.length === 0 ? l10n.t('none at present') : functions.join(', '),
    ),
    action: l10n.t('Switch to Warn'),
  });
}

async function allowSettings(workbench: Workbench, { connection, config }: ChosenConfig, { publisher }: ChangeOf<'allow'>, title: string): Promise<Partial<CodeSigningSettings> | undefined> {
  const arn = publisher ?? (await pickPublisher());
  return arn === undefined || config.allowed.includes(arn) ? undefined : { allowedPublishers: [...config.allowed, arn] };

  async function pickPublisher(): Promise<string | undefined> {
    const placeholder = l10n.t('Choose a signing profile whose packages may be deployed');
    const picked = await askProfile(workbench, connection, { title, placeholder, canGoBack: false, fits: ({ versionArn }) => !config.allowed.includes(versionArn) });
    return picked.type === 'chosen' ? picked.value.versionArn : undefined;
  }
}

async function removeSettings({ config }: ChosenConfig, { publisher }: ChangeOf<'remove'>, title: string): Promise<Partial<CodeSigningSettings> | undefined> {
  const items: readonly Choice<string>[] = config.allowed.map((arn) => ({ label: profileNameOf(arn), detail: arn, value: arn }));
  const arn = publisher ?? (await pickedValue(title, l10n.t('Choose whose packages may not be deployed any more'), items));
  if (arn === undefined || !config.allowed.includes(arn)) return undefined;
  const allowedPublishers = config.allowed.filter((each) => each !== arn);
  if (allowedPublishers.length > 0) return { allowedPublishers };
  throw new CodedError('LAST_PUBLISHER', l10n.t('{0} is the only publisher of {1}, and a configuration needs one. Allow another one first, or detach the configuration.', profileNameOf(arn), config.id));
}

async function descriptionSettings({ config }: ChosenConfig, { description }: ChangeOf<'description'>, title: string): Promise<Partial<CodeSigningSettings> | undefined> {
  if (description !== undefined) return { description };
  const answer = await askDescription(title, config.description, false);
  return answer.type === 'chosen' ? { description: answer.value } : undefined;
}

async function askChange({ config }: ChosenConfig, title: string): Promise<Change | undefined> {
  const items: readonly Choice<Change>[] = [
    { label: l10n.t('Policy'), description: config.policy, value: { type: 'policy' } },
    { label: l10n.t('Allow a Publisher…'), description: l10n.t('{0} allowed', config.allowed.length), value: { type: 'allow' } },
    { label: l10n.t('Remove a Publisher…'), value: { type: 'remove' } },
    { label: l10n.t('Description'), description: config.description, value: { type: 'description' } },
  ];
  return pickedValue(title, l10n.t('Choose what to change of {0}', config.id), items);
}

async function pickedValue<T>(title: string, placeholder: string, items: readonly Choice<T>[]): Promise<T | undefined> {
  const picked = await pickOne<T>({ title, placeholder, canGoBack: false, items: (add) => add(items) });
  return picked.type === 'chosen' ? picked.value : undefined;
}

/** Names of the first of them: enough to know what is at stake. */
export async function functionsWith(api: Pick<LambdaApi, 'listFunctionsByCodeSigningConfig'>, arn: string): Promise<readonly string[]> {
  const { items, next } = await api.listFunctionsByCodeSigningConfig(arn);
  // arn:aws:lambda:<region>:<account>:function:<name>
  const names = items.map((each) => each.split(':')[6] ?? each);
  return next === undefined ? names : [...names, '…'];
}
