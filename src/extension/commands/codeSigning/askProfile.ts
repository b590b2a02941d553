import { commands, l10n } from 'vscode';
import type { SigningProfile } from '../../../aws/signer/signerApi.ts';
import { CodedError } from '../../../common/codedError.ts';
import { validity } from '../../codeSigning/signingWords.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { commandIds } from '../../contributions.ts';
import { joined } from '../../ui/formats.ts';
import { pickMany } from '../../ui/pickMany.ts';
import { type Choice, type Picked, pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';

export interface ProfileQuestion {
  readonly title: string;
  readonly placeholder: string;
  readonly canGoBack: boolean;
  /** Also those that sign no more. */
  readonly all?: boolean;
  readonly fits?: (profile: SigningProfile) => boolean;
  /** Versions that a function's configuration allows: said beside them. */
  readonly allowed?: readonly string[];
}

/** What stands for a profile that is not there yet. */
const fresh = Symbol('fresh');

/** Asks for a signing profile of a connection, what was chosen there last first, or a new one. Rejects with CodedError where there is none to choose. */
export async function askProfile(workbench: Workbench, connection: LambdaConnection, question: ProfileQuestion): Promise<Picked<SigningProfile>> {
  const { choices, codeSigning } = workbench;
  const pick = `signingProfile.${connection.connection.id}`;
  const { title, placeholder, canGoBack, all = false } = question;
  const picked = await pickOne<SigningProfile | typeof fresh>({
    title,
    placeholder,
    canGoBack,
    items: async (add, signal) => {
      const found = await profilesOf(connection, codeSigning, question, signal);
      add(choices.lastFirst(pick, found, ({ name }) => name).map((profile) => profileChoice(profile, question.allowed)));
      if (!all) add([{ label: `$(add) ${l10n.t('Create Signing Profile…')}`, alwaysShow: true, value: fresh }]);
    },
  });
  if (picked.type !== 'chosen') return picked;
  const profile = picked.value === fresh ? await createdProfile(workbench, connection) : picked.value;
  if (profile === undefined) return { type: 'cancelled' };
  await choices.remember(pick, profile.name);
  return { type: 'chosen', value: profile };
}

export interface PublishersQuestion {
  readonly title: string;
  readonly canGoBack: boolean;
  /** Profile versions that were chosen before. */
  readonly chosen: readonly string[];
}

/** Asks for those who may sign: profiles that can, and a new one where it is wanted. Where there is but one thing to choose, it is chosen. */
export async function askPublishers(workbench: Workbench, connection: LambdaConnection, { title, canGoBack, chosen }: PublishersQuestion): Promise<Picked<readonly SigningProfile[]>> {
  let only: SigningProfile | typeof fresh | undefined;
  const picked = await pickMany<SigningProfile | typeof fresh>({
    title,
    placeholder: l10n.t('Choose the signing profiles whose packages may be deployed'),
    canGoBack,
    chosen: (value) => value === only || (value !== fresh && chosen.includes(value.versionArn)),
    items: async (add, signal) => {
      const found = await profilesOf(connection, workbench.codeSigning, {}, signal);
      only = found.length > 1 ? undefined : (found[0] ?? fresh);
      add([...found.map((profile) => profileChoice(profile)), { label: `$(add) ${l10n.t('Create Signing Profile…')}`, alwaysShow: true, value: fresh }]);
    },
  });
  if (picked.type !== 'chosen') return picked;
  const profiles = picked.value.filter((value) => value !== fresh);
  if (profiles.length === picked.value.length) return { type: 'chosen', value: profiles };
  const made = await createdProfile(workbench, connection);
  return made === undefined ? { type: 'cancelled' } : { type: 'chosen', value: [...profiles, made] };
}

async function profilesOf(
  connection: LambdaConnection,
  codeSigning: Workbench['codeSigning'],
  { all = false, fits = () => true }: Pick<ProfileQuestion, 'all' | 'fits'>,
  signal: AbortSignal,
): Promise<readonly SigningProfile[]> {
  const found = (await (await codeSigning.signerOf(connection)).profiles({ all, signal })).filter(fits);
  if (all && found.length === 0) throw noProfile(connection);
  return found;
}

function profileChoice(profile: SigningProfile, allowed: readonly string[] = []): Choice<SigningProfile> {
  const { name, version, status, validity: lasts, versionArn } = profile;
  return {
    label: name,
    description: joined(' · ', version, lasts && validity(lasts), status === 'Active' ? undefined : status, allowed.includes(versionArn) ? l10n.t('allowed') : undefined),
    detail: versionArn,
    value: profile,
  };
}

async function createdProfile({ codeSigning }: Workbench, connection: LambdaConnection): Promise<SigningProfile | undefined> {
  const name = await commands.executeCommand(commandIds.createSigningProfile, { connection: connection.connection.id, quiet: true });
  return typeof name === 'string' ? (await codeSigning.signerOf(connection)).profile(name) : undefined;
}

function noProfile({ connection }: LambdaConnection): CodedError {
  const details = { connection: connection.id };
  return new CodedError('NO_SIGNING_PROFILE', l10n.t('There is no signing profile in {0}. Create one first.', connection.label), { details });
}
