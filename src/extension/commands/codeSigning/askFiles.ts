import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import type { Choices } from '../../ui/choices.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';

/** A dialog of Windows and Linux shows one or the other. */
export type PathKind = 'zip' | 'folder';

const folderPick = 'signedPackageFolder';

/** Asks for a zip or a folder; undefined where the user gave up. */
export async function askPath(title: string, choices: Choices, kind: PathKind): Promise<string | undefined> {
  const [picked] =
    (await window.showOpenDialog({
      title,
      openLabel: l10n.t('Choose'),
      canSelectFiles: kind === 'zip',
      canSelectFolders: kind === 'folder',
      defaultUri: lastFolder(choices),
      ...(kind === 'zip' && { filters: { [l10n.t('Deployment packages')]: ['zip', 'jar'] } }),
    })) ?? [];
  if (picked === undefined) return undefined;
  await choices.remember(folderPick, Uri.file(dirname(picked.fsPath)).toString());
  return picked.fsPath;
}

/** As `askPath`, once the user has said which of both it is. */
export async function askArchive(title: string, choices: Choices): Promise<string | undefined> {
  const items: readonly Choice<PathKind>[] = [
    { label: l10n.t('A zip…'), value: 'zip' },
    { label: l10n.t('A folder…'), detail: l10n.t('Its contents are packed.'), value: 'folder' },
  ];
  const picked = await pickOne<PathKind>({ title, canGoBack: false, placeholder: l10n.t('Choose what to sign'), items: (add) => add(items) });
  return picked.type === 'chosen' ? askPath(title, choices, picked.value) : undefined;
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
