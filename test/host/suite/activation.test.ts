import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../src/extension/contributions.ts';

describe('activation', () => {
  it('activates when its view is shown', async () => {
    await vscode.commands.executeCommand(`${viewIds.functions}.focus`);
    const extension = vscode.extensions.getExtension('lambda-workbench.lambda-workbench');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of the manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(Object.values(commandIds).filter((id) => !registered.has(id)), []);
  });
});
