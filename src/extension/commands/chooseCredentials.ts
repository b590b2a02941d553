import { l10n } from 'vscode';
import * as v from 'valibot';
import { settingIds } from '../contributions.ts';
import { assertTrusted } from '../localRegion/trust.ts';
import { joined } from '../ui/formats.ts';
import { type Choice, pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';
import { argument as argumentOf } from './arguments.ts';
import type { Command } from './command.ts';

/** An empty profile is none. */
const CredentialsArgument = v.object({ profile: v.string() });

/** Chooses the AWS profile whose credentials local functions get, in the workspace's settings. */
export const chooseCredentials: Command = async (workbench, argument) => {
  assertTrusted();
  const profile = argumentOf(CredentialsArgument, argument)?.profile ?? (await askProfile(workbench));
  if (profile !== undefined) await workbench.config.update(settingIds.localCredentialsProfile, profile);
};

async function askProfile({ connections, config }: Workbench): Promise<string | undefined> {
  const current = config.credentialsProfile;
  const picked = await pickOne<string>({
    title: l10n.t('Credentials for Local Functions'),
    canGoBack: false,
    placeholder: l10n.t('Whose credentials local functions get'),
    items: async (add) => {
      const profiles = new Map<string, string>();
      for (const { connection: { profile, region } } of await connections.all()) {
        if (profile !== undefined && !profiles.has(profile)) profiles.set(profile, region);
      }
      // A profile that is no longer in the files can still be seen, and left.
      if (current !== '' && !profiles.has(current)) profiles.set(current, l10n.t('not found'));
      add([noneChoice(current === ''), ...Array.from(profiles, ([profile, region]) => profileChoice(profile, region, profile === current))]);
    },
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function noneChoice(isCurrent: boolean): Choice<string> {
  return {
    label: `$(circle-slash) ${l10n.t('None')}`,
    detail: l10n.t('Functions get no credentials: what they ask of AWS is refused.'),
    value: '',
    ...(isCurrent && { description: l10n.t('current') }),
  };
}

function profileChoice(profile: string, region: string, isCurrent: boolean): Choice<string> {
  return { label: `$(key) ${profile}`, description: joined(' · ', region, isCurrent ? l10n.t('current') : undefined), value: profile };
}
