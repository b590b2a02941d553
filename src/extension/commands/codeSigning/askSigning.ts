import { l10n } from 'vscode';
import * as v from 'valibot';
import type { BucketStorage, SignRequest } from '../../../aws/signer/signerApi.ts';
import { limits } from '../../../lambda/limits.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { askText } from '../../ui/askText.ts';
import type { Choices } from '../../ui/choices.ts';
import { formatBytes } from '../../ui/formats.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import { askProfile } from './askProfile.ts';

/** With what a package is signed. */
export type SigningChoice = Pick<SignRequest, 'profileName' | 'storage'>;

const ProfileArgument = v.object({ profile: v.string() });
const StorageArgument = v.object({ storage: v.object({ bucket: v.string(), prefix: v.optional(v.string(), '') }) });
/** Source: Amazon S3 User Guide, bucket naming rules; the path behind it is a key's beginning. */
const bucketPattern = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** Asks for what an argument does not say: the profile, and where Signer reads and writes in AWS. Undefined where the user gave up. */
export async function askSigning(
  workbench: Workbench,
  connection: LambdaConnection,
  { argument, title, allowed }: { readonly argument: unknown; readonly title: string; readonly allowed: readonly string[] },
): Promise<SigningChoice | undefined> {
  const profileName = argumentOf(ProfileArgument, argument)?.profile ?? (await pickProfile());
  if (profileName === undefined) return undefined;
  if (connection.live) return { profileName };
  const prompt = l10n.t('The bucket through which AWS Signer gets the package, in {0}, with versioning: bucket, or bucket/prefix. What is put there is removed again.', connection.connection.region);
  const storage = await storageOf(workbench.choices, connection, { argument, title, prompt });
  return storage && { profileName, storage };

  async function pickProfile(): Promise<string | undefined> {
    const picked = await askProfile(workbench, connection, { title, placeholder: l10n.t('Choose the profile to sign with'), canGoBack: false, allowed });
    return picked.type === 'chosen' ? picked.value.name : undefined;
  }
}

/** Asks from which bucket Lambda shall take a package. Undefined where the user gave up. */
export function askDeployStorage(
  choices: Choices,
  connection: LambdaConnection,
  { argument, title }: { readonly argument: unknown; readonly title: string },
): Promise<BucketStorage | undefined> {
  const most = formatBytes(limits.zippedCodeBytes);
  const prompt = l10n.t(
    'The package has more than {0}: the bucket through which Lambda gets it, in {1}: bucket, or bucket/prefix. What is put there is removed again.',
    most,
    connection.connection.region,
  );
  return storageOf(choices, connection, { argument, title, prompt });
}

interface StorageQuestion {
  readonly argument: unknown;
  readonly title: string;
  readonly prompt: string;
}

async function storageOf(choices: Choices, { connection }: LambdaConnection, { argument, title, prompt }: StorageQuestion): Promise<BucketStorage | undefined> {
  const given = argumentOf(StorageArgument, argument)?.storage;
  if (given !== undefined) return given;
  const pick = `signingBucket.${connection.id}`;
  const answer = await askText({
    title,
    prompt,
    placeholder: 'my-bucket/signing',
    value: choices.last(pick) ?? '',
    canGoBack: false,
    check: (text) => (bucketPattern.test(text.trim()) ? undefined : l10n.t('A bucket’s name, and a prefix behind a slash where one is wanted.')),
  });
  if (answer.type !== 'chosen') return undefined;
  await choices.remember(pick, answer.value.trim());
  const [, bucket = '', prefix = ''] = bucketPattern.exec(answer.value.trim()) ?? [];
  return { bucket, prefix };
}
