import { homedir } from 'node:os';
import { l10n, Uri, window, workspace } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import type { Choices } from '../ui/choices.ts';
import { exportBytes, exportName } from './exportContent.ts';
import type { ExportedFile } from './scalingDesk.ts';

const folderPick = 'scalingExportFolder';

/** Asks where, in the folder of the last time, and writes it. */
export async function saveExport(file: ExportedFile, choices: Choices, title = l10n.t('Export Scaling')): Promise<void> {
  const bytes = exportBytes(file);
  if (bytes === undefined) throw new CodedError('EXPORT_NOT_PNG', l10n.t('The graph gave no picture. Try again.'), { owner: 'system' });
  const target = await window.showSaveDialog({
    title,
    defaultUri: Uri.joinPath(folderOf(choices), exportName(file)),
    filters: { [file.format.toUpperCase()]: [file.format] },
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, bytes);
  await choices.remember(folderPick, Uri.joinPath(target, '..').toString());
}

function folderOf(choices: Choices): Uri {
  const last = choices.last(folderPick);
  if (last !== undefined) return Uri.parse(last);
  return workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
}
