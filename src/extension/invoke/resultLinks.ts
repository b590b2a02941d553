import * as vscode from 'vscode';
import { traceLinks } from './traceLinks.ts';

/** Opens the places that a result's trace names, where there are such files on this machine. */
export const resultLinks: vscode.DocumentLinkProvider = {
  async provideDocumentLinks(document) {
    const found = traceLinks(document.getText()).map((link) => ({ link, uri: uriOf(link.file) }));
    const uris = new Map(found.map(({ uri }) => [uri.toString(), uri]));
    const existing = new Set(await Promise.all([...uris].map(async ([key, uri]) => ((await isFile(uri)) ? key : undefined))));
    return found
      .filter(({ uri }) => existing.has(uri.toString()))
      .map(({ link: { start, end, line, column = 1 }, uri }) => {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        return new vscode.DocumentLink(range, uri.with({ fragment: `L${line},${column}` }));
      });
  },
};

function uriOf(file: string): vscode.Uri {
  return file.startsWith('file:') ? vscode.Uri.parse(file) : vscode.Uri.file(file);
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(({ type }) => (type & vscode.FileType.File) !== 0, () => false);
}
