import { commands, l10n, window } from 'vscode';
import * as v from 'valibot';
import type { SignatureValidity, SigningProfile } from '../../../aws/signer/signerApi.ts';
import { CodedError } from '../../../common/codedError.ts';
import { isProfileName, parseSigningProfileArn } from '../../../lambda/signing/make/signingArns.ts';
import { validity } from '../../codeSigning/signingWords.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { commandIds } from '../../contributions.ts';
import { askText, hint } from '../../ui/askText.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { runSteps, type StepOutcome } from '../../ui/steps.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askProfile } from './askProfile.ts';
import { askReason } from './askReason.ts';
import { signingChanged, signingConnection } from './signingSubject.ts';

const ValidityArgument = v.object({ value: v.pipe(v.number(), v.integer(), v.minValue(1)), unit: v.picklist(['DAYS', 'MONTHS', 'YEARS']) });
const ProfileArgument = v.object({ profile: v.string(), validity: v.optional(ValidityArgument, { value: 135, unit: 'MONTHS' }) });
const NamedProfile = v.union([v.object({ profile: v.string() }), v.pipe(v.object({ profileVersion: v.string() }), v.transform(({ profileVersion }) => ({ profile: nameIn(profileVersion) })))]);
/** Whoever calls it goes on with the profile. */
const QuietArgument = v.object({ quiet: v.literal(true) });
const ReasonArgument = v.object({ reason: v.pipe(v.string(), v.nonEmpty()) });

/** What AWS Signer itself takes where nothing is said: 135 months. Source: AWS Signer Developer Guide, signature validity. */
const usualValidity: SignatureValidity = { value: 135, unit: 'MONTHS' };
const units: Readonly<Record<string, SignatureValidity['unit']>> = { d: 'DAYS', m: 'MONTHS', y: 'YEARS' };

/** Makes a signing profile; answers its name. */
export const createSigningProfile: Command = async (workbench, argument) => {
  const title = l10n.t('Create Signing Profile');
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const given = argumentOf(ProfileArgument, argument);
  const asked = given === undefined ? await askNewProfile(title) : { name: given.profile, validity: given.validity };
  if (asked === undefined) return undefined;
  const signer = await workbench.codeSigning.signerOf(connection);
  const done = await withProgress(workbench.clock, l10n.t('Creating the signing profile {0}', asked.name), (signal) => signer.putProfile(asked, signal));
  if (done === undefined) return undefined;
  await signingChanged(workbench);
  if (given === undefined && argumentOf(QuietArgument, argument) === undefined) offerConfig(connection, asked.name);
  return asked.name;
};

/** Nothing on the screen shows a profile that is new. Keeps nobody waiting. */
function offerConfig({ connection }: LambdaConnection, name: string): void {
  const create = l10n.t('Create Configuration…');
  void window.showInformationMessage(l10n.t('The signing profile {0} is there, in {1}. A code signing configuration says for which functions it may sign.', name, connection.label), create).then((chosen) => {
    if (chosen === create) void commands.executeCommand(commandIds.createCodeSigningConfig, { connection: connection.id });
  });
}

async function askNewProfile(title: string): Promise<{ readonly name: string; readonly validity: SignatureValidity } | undefined> {
  let name = '';
  let period = usualValidity;
  const answered = await runSteps([
    async (canGoBack): Promise<StepOutcome> => {
      const prompt = l10n.t('The name of the profile. A name that is there already gets a new version.');
      const check = (text: string) => (isProfileName(text) ? undefined : l10n.t('2 to 64 letters, digits and underscores.'));
      const answer = await askText({ title, prompt, value: name, canGoBack, check });
      if (answer.type !== 'chosen') return answer.type;
      name = answer.value;
      return 'next';
    },
    async (canGoBack): Promise<StepOutcome> => {
      const prompt = l10n.t('How long its signatures last: a number of days (d), months (m) or years (y).');
      const check = (text: string) => {
        const parsed = parseValidity(text);
        if (parsed === undefined) return l10n.t('A number with d, m or y, such as 135m.');
        return isTooLong(parsed) ? l10n.t('At most {0}.', validity(usualValidity)) : hint(l10n.t('Its signatures last {0}. Type a number of days (d), months (m) or years (y).', validity(parsed)));
      };
      const answer = await askText({ title, prompt, value: validityText(period), canGoBack, check });
      if (answer.type !== 'chosen') return answer.type;
      period = parseValidity(answer.value) ?? usualValidity;
      return 'next';
    },
  ]);
  return answered ? { name, validity: period } : undefined;
}

function parseValidity(text: string): SignatureValidity | undefined {
  const [, value = '', letter = ''] = /^\s*([1-9]\d{0,4})\s*([dmy])\s*$/i.exec(text) ?? [];
  const unit = units[letter.toLowerCase()];
  return unit === undefined ? undefined : { value: Number(value), unit };
}

/** By average days: what lies this near to the limit is Signer's to tell. Source of the limit: AWS Signer Developer Guide, signature validity. */
function isTooLong({ value, unit }: SignatureValidity): boolean {
  const days = { DAYS: 1, MONTHS: 30.4, YEARS: 365.25 };
  return value * days[unit] > 4_140;
}

function validityText({ value, unit }: SignatureValidity): string {
  return `${value}${unit.charAt(0).toLowerCase()}`;
}

/** It signs no more; what it has signed stays valid. */
export const cancelSigningProfile: Command = async (workbench, argument) => {
  const title = l10n.t('Cancel Signing Profile');
  const found = await chosenProfile(workbench, argument, title, ({ status }) => status === 'Active');
  if (found === undefined) return;
  const { connection, profile } = found;
  const sure = await confirm({
    question: l10n.t('Cancel the signing profile {0} in {1}?', profile.name, connection.connection.label),
    detail: l10n.t('It signs nothing any more, and its name cannot be taken again. What it has signed stays valid. This cannot be taken back.'),
    action: l10n.t('Cancel Profile'),
  });
  if (!sure) return;
  await (await workbench.codeSigning.signerOf(connection)).cancelProfile(profile.name);
  await signingChanged(workbench);
};

/** What that version has signed is valid no more. */
export const revokeSigningProfile: Command = async (workbench, argument) => {
  const title = l10n.t('Revoke Signing Profile');
  const found = await chosenProfile(workbench, argument, title, ({ status }) => status !== 'Revoked');
  if (found === undefined) return;
  const { connection, profile } = found;
  const version = versionIn(argument) ?? profile.version;
  const reason = argumentOf(ReasonArgument, argument)?.reason ?? (await askReason(title));
  if (reason === undefined) return;
  const sure = await confirm({
    question: l10n.t('Revoke version {0} of the signing profile {1} in {2}?', version, profile.name, connection.connection.label),
    detail: l10n.t('What it signs from now on is not trusted, and functions whose configuration enforces it take none of it. This cannot be taken back.'),
    action: l10n.t('Revoke'),
  });
  if (!sure) return;
  const effectiveTime = new Date(workbench.clock.now());
  await (await workbench.codeSigning.signerOf(connection)).revokeProfile({ name: profile.name, version, reason, effectiveTime });
  workbench.codeSigning.verifier.forget();
  await signingChanged(workbench);
};

interface ChosenProfile {
  readonly connection: LambdaConnection;
  readonly profile: SigningProfile;
}

async function chosenProfile(workbench: Workbench, argument: unknown, title: string, fits: (profile: SigningProfile) => boolean): Promise<ChosenProfile | undefined> {
  const connection = await signingConnection(workbench, argument, title);
  if (connection === undefined) return undefined;
  const named = argumentOf(NamedProfile, argument);
  if (named !== undefined) {
    const profile = await (await workbench.codeSigning.signerOf(connection)).profile(named.profile);
    if (profile === undefined) throw new CodedError('SIGNING_PROFILE_GONE', l10n.t('There is no signing profile {0} in {1}, or it is of another account.', named.profile, connection.connection.label));
    return { connection, profile };
  }
  const picked = await askProfile(workbench, connection, { title, placeholder: l10n.t('Choose a signing profile'), canGoBack: false, all: true, fits });
  return picked.type === 'chosen' ? { connection, profile: picked.value } : undefined;
}

function nameIn(profileVersionArn: string): string {
  return parseSigningProfileArn(profileVersionArn)?.name ?? profileVersionArn;
}

function versionIn(argument: unknown): string | undefined {
  const named = argumentOf(v.object({ profileVersion: v.string() }), argument);
  return named && parseSigningProfileArn(named.profileVersion)?.version;
}
