import path from 'node:path';
import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { createCommand } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';
import { freePort } from './freePort.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];

/** So many of these are at work at once that two environments do not suffice, and ten new ones in ten seconds neither. */
const slow = `import { setTimeout } from 'node:timers/promises'; export const handler = async () => { await setTimeout(700); };`;
const broken = `throw new Error('No connection string is set: DATABASE_URL');`;

async function fillRegion(port: number): Promise<void> {
  using client = new TestClient(`http://127.0.0.1:${port}`);
  for (const [FunctionName, content] of [['Checkout', slow], ['Broken', broken]] as const) {
    await client.send(createCommand(FunctionName, zipBytes([{ name: 'index.mjs', content }]), { Publish: true, Timeout: 10 }));
    await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  }
}

/** Opens the alias of a function, below which its provisioned concurrency stands. */
async function openAlias({ sideBar }: VsCodeWindow, functionName: string): Promise<void> {
  await sideBar.expand(sideBar.item(new RegExp(`^${functionName}:`), 'Functions'));
  await sideBar.expand(sideBar.item(/^Aliases$/, 'Functions'));
  await sideBar.expand(sideBar.item(/^live:/, 'Functions'));
  await sideBar.item('Provisioned concurrency: none', 'Functions').waitFor();
}

/** Has a question asked of the alias, of which a prompt tells before anything is typed; what takes the focus does not close it. */
async function ask(window: VsCodeWindow, action: RegExp, prompt: string): Promise<void> {
  await window.sideBar.contextAction(window.sideBar.item(/^live:/, 'Functions'), action);
  await asked(window, prompt);
}

async function asked({ quickInput }: VsCodeWindow, prompt: string): Promise<void> {
  await quickInput.message.filter({ hasText: prompt }).waitFor();
}

/** Types what is wrong, is told so, and that Enter does not take it. */
async function refused(window: VsCodeWindow, wrong: string, told: string): Promise<void> {
  await window.quickInput.submit(wrong);
  await asked(window, told);
}

describe.each(themes)('provisioned concurrency in the %s theme', (theme) => {
  test('is set, scaled, put under load and watched, removed; what fails says why', async () => {
    const port = await freePort();
    const local = { port, timeScale: 0, rateScale: 0.01 };
    const window = await openVsCode({
      workspace,
      theme,
      settings: Object.fromEntries(Object.entries(local).map(([name, value]) => [`lambdaWorkbench.local.${name}`, value])),
    });
    const { sideBar, quickInput } = window;
    const row = (name: string | RegExp) => sideBar.item(name, 'Functions');
    try {
      await sideBar.open('Lambda');
      await row(/^OrdersFunction:/).waitFor();
      await fillRegion(port);
      await sideBar.titleAction('Functions', 'Refresh');
      await openAlias(window, 'Checkout');

      await ask(window, /^Set Provisioned Concurrency/, 'initialised before invocations come');
      await window.screenshot(`provisioned-asked-${theme}`);
      await refused(window, 'two', 'A whole number from 0');
      await window.screenshot(`provisioned-wrong-${theme}`);
      await quickInput.submit('2');
      await row('Provisioned concurrency: 2 of 2 ready').waitFor();
      await sideBar.item(/^Checkout:1, idle, provisioned/, 'Local Runner').waitFor();

      await ask(window, /^Configure Auto Scaling/, 'The fewest environments');
      await quickInput.submit('2');
      await asked(window, 'The most environments');
      await refused(window, '1', 'A whole number from 2');
      await quickInput.submit('2');
      await asked(window, 'How much of the provisioned concurrency');
      await refused(window, '95', 'From 10% to 90%');
      await window.screenshot(`auto-scaling-wrong-${theme}`);
      await quickInput.submit('50');
      await row('Auto scaling: 2–2, 50%').waitFor();
      await window.screenshot(`auto-scaling-${theme}`);

      await ask(window, /^Run Load/, 'How many invocations a second');
      await quickInput.submit('20');
      await asked(window, 'For how long');
      await refused(window, '3 days', 'at most 24 hours');
      await window.screenshot(`load-asked-${theme}`);
      await quickInput.submit('3');
      await quickInput.choose('Type it here…');
      await asked(window, 'The event, as JSON');
      await quickInput.submit('{}');
      const page = window.webview();
      await page.getByRole('heading', { name: 'Concurrency', exact: true }).waitFor();
      await expect.poll(() => page.getByRole('combobox', { name: 'Function' }).inputValue()).toMatch(/Checkout$/);
      const told = (panel: RegExp, what: RegExp) => page.getByRole('region', { name: panel }).getByRole('listitem').filter({ hasText: what }).waitFor();
      await told(/^Concurrency/, /^Provisioned\s*2$/);
      await told(/^Concurrency/, /^Spillover\s*[1-9]/);
      await told(/^Arrivals/, /^Throttled by a rate.*scaling rate [1-9]/);
      await window.screenshot(`load-running-${theme}`);

      const ended = window.notification(/Load on Checkout:live \(Local\): \d+ sent, [1-9]\d* throttled, 0 failed/);
      await ended.getByRole('button', { name: 'Show Report' }).click();
      await expect.poll(() => window.editorText()).toMatch(/Load +20 invocations a second on average, for 3 s[^]*Throttled ──/);
      await window.screenshot(`load-report-${theme}`);

      await sideBar.contextAction(row(/^live:/), /^Configure Auto Scaling/);
      await quickInput.row('Remove auto scaling').waitFor();
      await window.screenshot(`auto-scaling-changed-${theme}`);
      await quickInput.choose('Remove auto scaling');
      await row('Auto scaling: none').waitFor();
      await ask(window, /^Set Provisioned Concurrency/, 'initialised before invocations come');
      await quickInput.submit('0');
      await row('Provisioned concurrency: none').waitFor();

      await row(/^Checkout:/).locator('.monaco-tl-twistie').click();
      await openAlias(window, 'Broken');
      await ask(window, /^Set Provisioned Concurrency/, 'initialised before invocations come');
      await quickInput.submit('1');
      const failed = window.notification(/provisioned concurrency of Broken:live \(Local\) failed: FUNCTION_ERROR_INIT_FAILURE/);
      await row('Provisioned concurrency: failed · init error').waitFor();
      await window.screenshot(`provisioned-failed-${theme}`);
      await failed.getByRole('button', { name: 'Show Logs' }).click();
      await window.page.locator('.part.panel').getByText('No connection string is set').first().waitFor();
      await window.screenshot(`provisioned-failed-log-${theme}`);
    } finally {
      await window.dispose();
    }
  }, 120_000);
});
