import * as vscode from 'vscode';
import { settingsSection } from '../../../src/extension/contributions.ts';

/** Sets one of the extension's settings for this workspace; undefined takes it back. */
export async function setSetting(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(settingsSection).update(id, value, vscode.ConfigurationTarget.Workspace);
}
