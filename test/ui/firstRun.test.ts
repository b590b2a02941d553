import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];

/** Invokes the function of the tree with a saved event, by clicking. */
async function invokeFromTree(window: VsCodeWindow, functionName: string, event: RegExp): Promise<void> {
  await window.sideBar.inlineAction(window.sideBar.item(new RegExp(`^${functionName}:`), 'Functions'), /Invoke/);
  await window.quickInput.choose(event);
}

describe.each(themes)('a first run in the %s theme', (theme) => {
  test('sidebar, Local, function, Invoke, result; then Scaling while twenty invocations run', async () => {
    const window = await openVsCode({ workspace, theme });
    try {
      await window.sideBar.open('Lambda');
      await window.sideBar.item('Connection Local in us-east-1', 'Functions').waitFor();
      const orders = window.sideBar.item(/^OrdersFunction:/, 'Functions');
      await window.sideBar.expand(orders);
      await window.sideBar.item('Runtime: nodejs24.x', 'Functions').waitFor();
      await window.screenshot(`functions-${theme}`);

      await invokeFromTree(window, 'OrdersFunction', /create\.json/);
      await window.editorTab(/OrdersFunction/).waitFor();
      await expect.poll(() => window.editorText()).toContain('REPORT RequestId:');
      expect(await window.editorText()).toMatch(/Status +200/);
      await window.screenshot(`result-${theme}`);

      await window.runCommand('Lambda: Open Scaling');
      const page = window.webview();
      await page.getByText('Concurrency', { exact: true }).first().waitFor();
      for (let invocation = 0; invocation < 20; invocation += 1) await window.runCommand('Lambda: Invoke Again');
      await page.getByText(/OrdersFunction/).first().waitFor();
      await expect.poll(() => window.sideBar.view('Local Runner').getByRole('treeitem').count()).toBeGreaterThan(0);
      await window.screenshot(`scaling-${theme}`);
    } finally {
      await window.dispose();
    }
  }, 180_000);
});
