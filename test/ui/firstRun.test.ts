import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { freePort } from './freePort.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];

/** Invokes a function of the tree with a saved event, by clicking. */
async function invokeFromTree(window: VsCodeWindow, functionName: string, event: RegExp): Promise<void> {
  await window.sideBar.inlineAction(window.sideBar.item(new RegExp(`^${functionName}:`), 'Functions'), /Invoke/);
  await window.quickInput.choose(event);
}

/** Twenty invocations as other tools would make them: five at once, three of them of a function that may only run twice. */
async function runTwenty(port: number): Promise<void> {
  using client = new TestClient(`http://127.0.0.1:${port}`);
  for (let round = 0; round < 4; round += 1) {
    await Promise.allSettled([
      client.call('PricesFunction', { lines: [] }),
      client.call('ReportFunction', { ms: 400 }),
      client.call('OrdersFunction', { customer: 'Ada', lines: [] }),
      client.call('ReportFunction', { ms: 400 }),
      client.call('ReportFunction', { ms: 400 }),
    ]);
  }
}

describe.each(themes)('a first run in the %s theme', (theme) => {
  test('sidebar, Local, function, Invoke, result; then Scaling while twenty invocations run', async () => {
    const port = await freePort();
    const window = await openVsCode({ workspace, theme, settings: { 'lambdaWorkbench.local.port': port } });
    try {
      await window.sideBar.open('Lambda');
      await window.sideBar.item('Connection Local in us-east-1', 'Functions').waitFor();
      const orders = window.sideBar.item(/^OrdersFunction:/, 'Functions');
      await window.sideBar.expand(orders);
      await window.sideBar.item('Runtime: nodejs24.x', 'Functions').waitFor();
      await window.screenshot(`functions-${theme}`);

      await invokeFromTree(window, 'OrdersFunction', /create\.json/);
      await window.editorTab(/OrdersFunction/).waitFor();
      await expect.poll(() => window.editorText(), { timeout: 15_000 }).toContain('REPORT RequestId:');
      expect(await window.editorText()).toMatch(/Status +200/);
      await window.screenshot(`result-${theme}`);

      await window.runCommand('Lambda: Open Scaling');
      const page = window.webview();
      await page.getByRole('heading', { name: 'Concurrency' }).waitFor();
      await runTwenty(port);
      await expect.poll(() => window.sideBar.view('Local Runner').getByRole('treeitem').count()).toBeGreaterThan(2);
      await page.getByRole('listbox', { name: 'Environments' }).focus();
      await window.page.keyboard.press('ArrowDown');
      await page.getByRole('option').filter({ hasText: /pid \d+/ }).waitFor();
      await window.screenshot(`scaling-${theme}`);

      await page.getByRole('button', { name: /table/i }).click();
      await expect.poll(() => page.locator('td.throttled').count()).toBeGreaterThan(0);
      await window.screenshot(`scaling-table-${theme}`);
    } finally {
      await window.dispose();
    }
  }, 180_000);
});
