import * as vscode from 'vscode';
import type { EventText } from './eventText.ts';

/** Where an event may come from. */
export type EventSource =
  | { readonly type: 'editor' }
  | { readonly type: 'last' }
  | { readonly type: 'file'; readonly uri: vscode.Uri }
  | { readonly type: 'typed' }
  | { readonly type: 'document' };

/** The editor whose text may be an event: one with JSON. */
export function eventEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { languageId, uri } = editor.document;
  const isJson = languageId === 'json' || languageId === 'jsonc' || uri.path.endsWith('.json');
  return isJson && editor.document.getText().trim() !== '' ? editor : undefined;
}

/** What is selected in the editor, or all of it. */
export function editorEvent(editor: vscode.TextEditor): EventText {
  const { document, selection } = editor;
  const source = vscode.workspace.asRelativePath(document.uri);
  const { uri } = document;
  if (selection.isEmpty) return { text: document.getText(), source, uri };
  return {
    text: document.getText(selection),
    source,
    uri,
    start: { line: selection.start.line, column: selection.start.character },
  };
}

/** An open document's unsaved text counts, as people expect who see it. */
export async function fileEvent(uri: vscode.Uri): Promise<EventText> {
  const document = await vscode.workspace.openTextDocument(uri);
  return { text: document.getText(), source: vscode.workspace.asRelativePath(uri), uri };
}
