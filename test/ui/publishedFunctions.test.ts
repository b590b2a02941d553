import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { createAlias, createImageFunction, createReleased, createWithVersions, publishLayer } from '../shared/sampleResources.ts';
import { freePort } from './freePort.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];

const regionSettings = ['timeScale', 's3Folder', 'awsEndpoint'].map((name) => `lambdaWorkbench.local.${name}`);

async function fillRegion(port: number): Promise<void> {
  using client = new TestClient(`http://127.0.0.1:${port}`);
  await createReleased(client, 'Checkout', [await publishLayer(client, 'money')]);
  await createImageFunction(client, 'Thumbnail', '000000000000.dkr.ecr.us-east-1.amazonaws.com/thumbnail:3');
  await createWithVersions(client, 'Archive', 120);
  await createAlias(client, { FunctionName: 'OrdersFunction', Name: 'dev', FunctionVersion: '$LATEST' });
}

/** Opens an item and waits for one below it, so that the next click finds the rows where they stay. */
async function expand({ sideBar }: VsCodeWindow, view: string, name: RegExp, below: RegExp): Promise<void> {
  await sideBar.expand(sideBar.item(name, view));
  await sideBar.item(below, view).waitFor();
}

describe.each(themes)('functions of the API in the %s theme', (theme) => {
  test('show versions, aliases and layers; a version and an alias are invoked by clicking; the settings say what they do', async () => {
    const port = await freePort();
    const settings = { 'lambdaWorkbench.local.port': port, 'lambdaWorkbench.local.timeScale': 0 };
    const window = await openVsCode({ workspace, theme, settings });
    const { sideBar } = window;
    try {
      await sideBar.open('Lambda');
      await sideBar.item(/^OrdersFunction:/, 'Functions').waitFor();
      await fillRegion(port);
      await sideBar.titleAction('Functions', 'Refresh');

      await expand(window, 'Functions', /^Archive:/, /^Aliases$/);
      await expand(window, 'Functions', /^Versions$/, /^120: .*Release 120/);
      await window.screenshot(`many-versions-${theme}`);
      await sideBar.item(/^Archive:/, 'Functions').locator('.monaco-tl-twistie').click();
      await sideBar.item(/^Versions$/, 'Functions').waitFor({ state: 'hidden' });

      await expand(window, 'Functions', /^Checkout:/, /^Aliases$/);
      await expand(window, 'Functions', /^Layers: 1/, /^money: 2/);
      await expand(window, 'Functions', /^Versions$/, /^1: .*First release/);
      await expand(window, 'Functions', /^Aliases$/, /^live:/);
      const live = sideBar.item('live: → 1 (50%) · 2 (50%)', 'Functions');
      await live.waitFor();
      await window.screenshot(`versions-${theme}`);

      // The last rows of a function with all of its branches open are below the view's end.
      await sideBar.view('Functions').hover();
      await window.page.mouse.wheel(0, 300);
      await sideBar.inlineAction(live, /Invoke/);
      await window.quickInput.choose('Type it here…');
      await window.quickInput.message.filter({ hasText: 'The event, as JSON' }).waitFor();
      await window.quickInput.submit('{}');
      await expect.poll(() => window.editorText(), { timeout: 15_000 }).toMatch(/Function +Checkout:live \(Local\)/);
      await sideBar.contextAction(sideBar.item(/^1: .*First release/, 'Functions'), /^Invoke Again/);
      await expect.poll(() => window.editorText(), { timeout: 15_000 }).toMatch(/Function +Checkout:1 \(Local\)[^]*"functionVersion": "1"/);
      await live.hover();
      await window.page.locator('.workbench-hover').getByText(':Checkout:live').waitFor();
      await window.screenshot(`alias-${theme}`);

      await window.page.locator('.pane-header[aria-label^="Layers"]').click();
      await expand(window, 'Layers', /^Connection Local/, /^money/);
      await expand(window, 'Layers', /^money/, /^1: .*Rounds/);
      await window.screenshot(`layers-${theme}`);

      await window.runCommand('Preferences: Open Settings (UI)');
      // In a browser, the user's own settings are not the machine's.
      await window.page.locator('.settings-editor').getByText('Workspace', { exact: true }).click();
      await window.page.locator('.settings-editor .suggest-input-container').click();
      await window.page.keyboard.type('@ext:lambda-workbench.lambda-workbench local');
      await window.page.locator('.setting-item-contents').filter({ hasText: 'Account Concurrency' }).waitFor();
      await window.screenshot(`settings-${theme}`);
      await window.page.keyboard.press('Control+A');
      await window.page.keyboard.type(`@id:${regionSettings.join(',')}`);
      for (const name of ['Time Scale', 'S3 Folder', 'Aws Endpoint']) await window.page.locator('.setting-item-contents').filter({ hasText: name }).waitFor();
      await window.screenshot(`region-settings-${theme}`);
    } finally {
      await window.dispose();
    }
  }, 180_000);
});
