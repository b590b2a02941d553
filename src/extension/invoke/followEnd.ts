import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';

/** A document that changes is at rest again this soon. */
const settleMs = 1_000;

/** Where an editor shows the end of a document, has it show the end of what the document becomes with its next change. */
export function followEnd(uri: vscode.Uri, clock: Clock): void {
  const atEnd = vscode.window.visibleTextEditors.filter((editor) => isOf(editor.document, uri) && showsEnd(editor));
  if (atEnd.length === 0) return;
  const changes = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (!isOf(document, uri)) return;
    changes.dispose();
    const end = document.lineAt(document.lineCount - 1).range;
    for (const editor of atEnd) editor.revealRange(end);
  });
  clock.after(settleMs, () => changes.dispose());
}

function isOf(document: vscode.TextDocument, uri: vscode.Uri): boolean {
  return document.uri.toString() === uri.toString();
}

function showsEnd({ document, visibleRanges }: vscode.TextEditor): boolean {
  const last = visibleRanges.at(-1);
  return last !== undefined && last.end.line >= document.lineCount - 1;
}
