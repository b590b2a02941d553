import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/testApi.ts';
import { nodeAt, rowsOf, testApi, until } from './support.ts';

const broken = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  BrokenFunction:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      CodeUri: .
      Handler: nowhere.handler
`;

describe('a template that is wrong', () => {
  let api: TestApi;
  let folder: vscode.Uri;
  let template: vscode.Uri;

  before(async () => {
    api = await testApi();
    await nodeAt(api.trees.functions, 'Local', 'OrdersFunction');
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    folder = vscode.Uri.joinPath(workspace.uri, 'broken');
    template = vscode.Uri.joinPath(folder, 'template.yaml');
  });
  after(() => vscode.workspace.fs.delete(folder, { recursive: true }));

  const write = (path: string, text: string) => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));
  const diagnostics = () => vscode.languages.getDiagnostics(template);
  const diagnosticsBecome = (count: number) => until(vscode.languages.onDidChangeDiagnostics, () => diagnostics().length === count);
  const functionsBecome = (label: string) =>
    until(api.workbench.region.model.onDidChangeFunctions, async () => (await functionRows()).some((row) => row.startsWith(label)));
  const functionRows = async () => rowsOf(api.trees.functions, await nodeAt(api.trees.functions, 'Local'));

  it('shows a missing handler where it is named, and on the function, while the rest is served', async () => {
    await write('template.yaml', broken);
    // As one who writes it: the system may lose the news of a file in a folder that was just made.
    await vscode.workspace.openTextDocument(template);
    await diagnosticsBecome(1);
    const [diagnostic] = diagnostics();
    const line = broken.split('\n').findIndex((text) => text.includes('nowhere.handler'));
    assert.deepEqual(diagnostic?.range, new vscode.Range(line, 15, line, 30));
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic.source, 'Lambda');

    await functionsBecome('BrokenFunction');
    const node = await nodeAt(api.trees.functions, 'Local', 'BrokenFunction');
    assert.equal(node.row().icon, 'error');
    assert.equal((await rowsOf(api.trees.functions, node))[0], diagnostic.message);
    assert.ok((await functionRows()).some((row) => row.startsWith('OrdersFunction')));
  });

  it('shows nothing any more once it is mended', async () => {
    await write('nowhere.js', 'exports.handler = async () => 1;\n');
    await diagnosticsBecome(0);
  });

  it('shows where it does not parse', async () => {
    await write('template.yaml', `${broken}   - : [\n`);
    await until(vscode.languages.onDidChangeDiagnostics, () => diagnostics().length > 0);
    assert.ok(diagnostics().some(({ range }) => range.start.line >= 9), JSON.stringify(diagnostics()));
    await write('template.yaml', broken);
    await diagnosticsBecome(0);
  });

  it('opens where it defines a function', async () => {
    await api.run('openTemplate', { functionName: 'OrdersFunction' });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.getText(editor.selection) ?? '', /OrdersFunction/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
