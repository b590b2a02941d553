import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import * as v from 'valibot';
import type { SignRequest } from '../../../aws/signer/signerApi.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import { askText } from '../../ui/askText.ts';
import type { Choices } from '../../ui/choices.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf } from '../arguments.ts';
import { askProfile } from './askProfile.ts';

/** With what a package is signed. */
export type SigningChoice = Pick<SignRequest, 'profileName' | 'storage'>;

const ProfileArgument = v.object({ profile: v.string() });
const StorageArgument = v.object({ storage: v.object({ bucket: v.string(), prefix: v.optional(v.string(), '') }) });
/** Source: Amazon S3 User Guide, bucket naming rules; the path behind it is a key's beginning. */
const bucketPattern = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;
const folderPick = 'signedPackageFolder';

/** Asks for what an argument does not say: the profile, and where Signer reads and writes in AWS. Undefined where the user gave up. */
export async function askSigning(
  workbench: Workbench,
  connection: LambdaConnection,
  { argument, title, allowed }: { readonly argument: unknown; readonly title: string; readonly allowed: readonly string[] },
): Promise<SigningChoice | undefined> {
  const profileName = argumentOf(ProfileArgument, argument)?.profile ?? (await pickProfile());
  if (profileName === undefined) return undefined;
  if (connection.live) return { profileName };
  const storage = argumentOf(StorageArgument, argument)?.storage ?? (await askStorage(workbench.choices, connection, title));
  return storage && { profileName, storage };

  async function pickProfile(): Promise<string | undefined> {
    const picked = await askProfile(workbench, connection, { title, placeholder: l10n.t('Choose the profile to sign with'), canGoBack: false, allowed });
    return picked.type === 'chosen' ? picked.value.name : undefined;
  }
}

async function askStorage(choices: Choices, { connection }: LambdaConnection, title: string): Promise<SignRequest['storage']> {
  const pick = `signingBucket.${connection.id}`;
  const answer = await askText({
    title,
    prompt: l10n.t('The bucket through which AWS Signer gets the package, in {0}, with versioning: bucket, or bucket/prefix. What is put there is removed again.', connection.region),
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

/** Asks for a zip or a folder; undefined where the user gave up. */
export async function askArchive(title: string, choices: Choices, folders: boolean): Promise<string | undefined> {
  const [picked] =
    (await window.showOpenDialog({
      title,
      openLabel: l10n.t('Choose'),
      canSelectFiles: true,
      canSelectFolders: folders,
      defaultUri: lastFolder(choices),
      filters: { [l10n.t('Deployment packages')]: ['zip', 'jar'] },
    })) ?? [];
  if (picked === undefined) return undefined;
  await choices.remember(folderPick, Uri.file(dirname(picked.fsPath)).toString());
  return picked.fsPath;
}

/** Asks where the signed package goes: beside the one that it is made from. */
export async function askSignedFile(title: string, source: string | undefined, name: string, choices: Choices): Promise<string | undefined> {
  const folder = source === undefined ? lastFolder(choices).fsPath : dirname(source);
  const target = await window.showSaveDialog({
    title,
    defaultUri: Uri.file(join(folder, `${name}-signed.zip`)),
    filters: { [l10n.t('Deployment packages')]: ['zip'] },
  });
  return target?.fsPath;
}

/** `orders` of `orders.zip`. */
export function bareName(path: string): string {
  return basename(path).replace(/\.(?:zip|jar)$/i, '');
}

function lastFolder(choices: Choices): Uri {
  const last = choices.last(folderPick);
  return last === undefined ? (workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir())) : Uri.parse(last);
}
