import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { l10n } from 'vscode';
import type { CodeReference } from '../../aws/codeApi.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { limits } from '../../lambda/limits.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import { formatBytes } from '../ui/formats.ts';
import { packFolder, type PackingWords } from './packing/packFolder.ts';

/** Where a package comes from. */
export type PackageSource =
  /** A zip, or a folder that is packed. */
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'stored'; readonly connection: LambdaConnection; readonly code: CodeReference };

/** Resolves to the zip: the user's own, or one in `folder`. Rejects with CodedError, or the signal's reason. */
export async function archiveOf(source: PackageSource, folder: string, signal: AbortSignal, report: (message: string) => void): Promise<string> {
  const archive = join(folder, 'unsigned.zip');
  if (source.type === 'stored') {
    report(l10n.t('Downloading the package'));
    await (await source.connection.api()).downloadCode(source.code, archive, signal);
    return archive;
  }
  if (!(await isFolder(source.path))) return source.path;
  report(l10n.t('Packing the folder'));
  const onProgress = (bytes: number) => report(l10n.t('Packing the folder: {0}', formatBytes(bytes)));
  await packFolder(source.path, archive, { platform: process.platform, signal, onProgress, words: packingWords });
  return archive;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new CodedError('PACKAGE_UNREADABLE', l10n.t('{0} cannot be read: {1}', path, messageOf(cause)), { cause, details: { file: path } });
  }
}

const packingWords: PackingWords = {
  tooLarge: (folder) =>
    l10n.t(
      '{0} is larger than a deployment package may be: {1} unpacked. Build the code into a folder of its own, without what it does not need.',
      folder,
      formatBytes(limits.unzippedCodeBytes),
    ),
  empty: (folder) => l10n.t('{0} has no files to pack.', folder),
  strayLink: (folder, name) =>
    l10n.t('The symbolic link {0} in {1} leads out of that folder, or nowhere. Put what it leads to into the folder, or remove it.', name, folder),
};
