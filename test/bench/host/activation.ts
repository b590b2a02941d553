import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { linePrefix } from '../../host/suite/linePrefix.ts';

/** VS Code starts its own extensions first, all at once. */
const settleMs = 5000;

/** Runs in the extension host: prints how many ms loading and activating the extension took. */
export async function run(): Promise<void> {
  await pause(settleMs);
  const extension = vscode.extensions.getExtension('lambda-workbench.lambda-workbench');
  if (extension === undefined || extension.isActive) throw new Error('The extension is not there, or was activated before.');
  const started = performance.now();
  await extension.activate();
  console.log(`${linePrefix}activation ${(performance.now() - started).toFixed(2)}`);
}
