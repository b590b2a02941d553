import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

let window: VsCodeWindow;

beforeAll(async () => {
  window = await openVsCode({ workspace: path.join(projectRoot, 'test', 'workspace') });
});

afterAll(async () => {
  await window.dispose();
});

const tabs = () => window.page.locator('.part.editor').getByRole('tab', { name: /^Scaling/ });

/** By VS Code's own command, which first saves what is open. */
async function reload(): Promise<void> {
  const loaded = window.page.waitForEvent('load');
  await window.runCommand('Developer: Reload Window');
  await loaded;
  await window.page.locator('.monaco-workbench .part.statusbar').waitFor();
}

test('the Scaling page comes back after a reload, and stays one, also where its tab was behind another', async () => {
  await window.sideBar.open('Lambda');
  await window.sideBar.item(/^OrdersFunction:/, 'Functions').waitFor();
  await window.runCommand('Lambda: Open Scaling');
  await window.webview().getByRole('button', { name: /table/i }).waitFor();

  await reload();
  await window.webview().getByRole('button', { name: /table/i }).waitFor();
  expect(await tabs().count()).toBe(1);

  await window.quickInput.runAndChoose('Lambda: Open Template', 'OrdersFunction');
  const template = window.editorTab(/^template\.yaml/);
  await template.dblclick();
  await reload();
  await template.waitFor();
  await window.runCommand('Lambda: Open Scaling');
  await window.webview().getByRole('button', { name: /table/i }).waitFor();
  expect(await tabs().count()).toBe(1);
});
