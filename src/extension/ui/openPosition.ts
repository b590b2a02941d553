import { Uri, window } from 'vscode';
import type { SourcePosition } from '../../lambda/function.ts';
import { toRange } from '../localRegion/problems.ts';

/** Opens the file with the place selected. */
export async function openPosition(position: SourcePosition): Promise<void> {
  await window.showTextDocument(Uri.file(position.file), { selection: toRange(position), preview: true });
}
