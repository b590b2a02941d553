import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { temporaryFolder } from '../host/driver/temporaryFolder.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { createCommand, goodPackage } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { type Moto, startMoto } from '../shared/moto.ts';
import { motoInstallTimeoutMs } from '../shared/moto/motoEnvironment.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { needs } from '../shared/toolchain.ts';
import { freePort } from './freePort.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

needs('python3');
const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];
const region = 'eu-central-1';
const minute = 60_000;

/** Stands for AWS: a Local region of its own answers for Lambda, moto for CloudWatch. */
let lambda: RunningRegion;
let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
  lambda = await openRegion({ args: ['--region', region] });
  using client = new TestClient(lambda.endpoint);
  await client.send(createCommand('Checkout', goodPackage, { MemorySize: 512, Timeout: 10 }));
  await measured(moto.endpoint);
}, motoInstallTimeoutMs);

afterAll(async () => {
  await moto[Symbol.asyncDispose]();
  await lambda[Symbol.asyncDispose]();
});

/** What CloudWatch has of `Checkout` for the last twenty minutes: a rise, some throttles, and a gap. */
async function measured(endpoint: string): Promise<void> {
  const client = new CloudWatchClient({ endpoint, region, credentials: { accessKeyId: 'k', secretAccessKey: 's' } });
  const begin = Math.floor(Date.now() / minute) * minute - 20 * minute;
  const Dimensions = [{ Name: 'FunctionName', Value: 'Checkout' }];
  const data: MetricDatum[] = [];
  for (let index = 0; index < 20; index += 1) {
    if (index === 9 || index === 10) continue;
    const Timestamp = new Date(begin + index * minute);
    const add = (MetricName: string, Value: number) => data.push({ MetricName, Dimensions, Timestamp, Value });
    add('Invocations', 60 + 30 * index);
    add('Throttles', index > 14 ? 40 : 0);
    add('ConcurrentExecutions', 2 + Math.min(12, index));
    for (const factor of [1, 1.3, 2.2]) add('Duration', 180 * factor);
  }
  await client.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData: data }));
  client.destroy();
}

function awsEnvironment(): Record<string, string> {
  const file = path.join(temporaryFolder('aws'), 'config');
  writeFileSync(file, `[profile shop]\nregion = ${region}\naws_access_key_id = made-up\naws_secret_access_key = made-up\n`);
  return { AWS_CONFIG_FILE: file, AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint, AWS_ENDPOINT_URL_CLOUDWATCH: moto.endpoint };
}

/** More than the function's reservation allows, again and again. */
async function overload(port: number): Promise<void> {
  using client = new TestClient(`http://127.0.0.1:${port}`);
  for (let round = 0; round < 4; round += 1) {
    await Promise.allSettled(Array.from({ length: 5 }, () => client.call('ReportFunction', { ms: 300 })));
  }
}

async function reservedOf(endpoint: string, FunctionName: string): Promise<number | undefined> {
  using client = new TestClient(endpoint);
  return (await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
}

/** Chooses `Checkout` of the profile `shop`, as often as it takes: what loads takes the focus, which closes what was asked. */
async function chooseCheckout(window: VsCodeWindow): Promise<void> {
  const badge = window.webview().getByRole('button', { name: /^AWS/ });
  const chosen = async (): Promise<boolean> => {
    await badge.click();
    const row = window.quickInput.row('shop');
    if (!(await row.waitFor({ timeout: 5_000 }).then(() => true, () => false))) return false;
    await row.click();
    await window.quickInput.choose('Checkout');
    return true;
  };
  await expect.poll(chosen, { timeout: 45_000 }).toBe(true);
}

/** Answers the dialog that asks where to save, which the remote window shows as an input box; what was written. */
async function saved(window: VsCodeWindow, extension: string): Promise<Buffer> {
  const box = window.quickInput.box;
  await expect.poll(() => box.inputValue(), { timeout: 15_000 }).toMatch(new RegExp(`\\.${extension}$`));
  await window.screenshot(`scaling-export-${extension}`);
  await box.press('Enter');
  const written = (): Buffer => {
    const name = readdirSync(window.workspace).find((each) => each.endsWith(`.${extension}`));
    return name === undefined ? Buffer.alloc(0) : readFileSync(path.join(window.workspace, name));
  };
  // The file is there before its content is.
  await expect.poll(() => written().length, { timeout: 15_000 }).toBeGreaterThan(0);
  return written();
}

describe.each(themes)('the Scaling page in the %s theme', (theme) => {
  test('shows local, CloudWatch and simulated figures over each other, by mouse and keyboard; exports; applies a limit', async () => {
    const port = await freePort();
    const window = await openVsCode({ workspace, theme, settings: { 'lambdaWorkbench.local.port': port }, extraEnv: awsEnvironment() });
    try {
      await window.sideBar.open('Lambda');
      await window.sideBar.item(/^ReportFunction:/, 'Functions').waitFor();
      await window.runCommand('Lambda: Open Scaling');
      const page = window.webview();
      await page.getByRole('heading', { name: 'Concurrency' }).or(page.getByRole('button', { name: 'What If' })).first().waitFor();
      await overload(port);
      await page.getByRole('combobox', { name: 'Function' }).selectOption('ReportFunction');
      await page.getByRole('heading', { name: 'Utilization and cost' }).waitFor();
      await expect.poll(() => page.getByText(/Throttled by a limit/).count(), { timeout: 15_000 }).toBeGreaterThan(0);
      await window.screenshot(`scaling-live-${theme}`);

      await chooseCheckout(window);
      await page.getByText(/Checkout · .*shop/).first().waitFor();
      await page.getByRole('radio', { name: '1 h' }).check({ force: true });
      await window.screenshot(`scaling-aws-${theme}`);

      await page.getByRole('button', { name: 'What If' }).click();
      const panel = page.getByRole('complementary', { name: 'What If' });
      await panel.getByRole('row', { name: /Throttled by a limit/ }).waitFor();
      const reserved = panel.getByRole('spinbutton', { name: 'Reserved concurrency' });
      await reserved.fill('20');
      await reserved.press('Enter');
      await expect.poll(() => panel.getByRole('row', { name: /Throttled by a limit/ }).getByRole('cell').first().innerText(), { timeout: 15_000 }).toBe('0');
      await window.screenshot(`scaling-what-if-${theme}`);

      await panel.getByRole('button', { name: 'Apply: Reserved concurrency' }).click();
      await window.dialog().getByText(/Change the reserved concurrency of ReportFunction in Local.*from 2 to 20\?/).waitFor();
      await window.screenshot(`scaling-apply-${theme}`);
      await window.dialog().getByRole('button', { name: 'Set' }).click();
      await expect.poll(() => reservedOf(`http://127.0.0.1:${port}`, 'ReportFunction'), { timeout: 15_000 }).toBe(20);

      await panel.getByRole('combobox', { name: 'Function to simulate' }).selectOption('aws');
      await page.getByRole('button', { name: /SIMULATED\s*AWS · Checkout/ }).waitFor();
      // Each theme sets another one, as they share the function.
      const count = 30 + themes.indexOf(theme);
      await panel.getByRole('checkbox', { name: 'Reserve concurrency' }).check();
      await reserved.fill(String(count));
      await reserved.press('Enter');
      await panel.getByRole('button', { name: 'Apply: Reserved concurrency' }).and(page.locator(':enabled')).waitFor();
      await window.screenshot(`scaling-what-if-aws-${theme}`);
      await panel.getByRole('button', { name: 'Apply: Reserved concurrency' }).click();
      await window.dialog().getByText(/Change the reserved concurrency of Checkout in .*shop/).waitFor();
      await window.dialog().getByRole('button', { name: 'Set' }).click();
      await expect.poll(() => reservedOf(lambda.endpoint, 'Checkout'), { timeout: 15_000 }).toBe(count);

      const cursor = page.getByRole('slider', { name: /^Concurrency/ });
      await cursor.focus();
      await window.page.keyboard.press('+');
      await page.getByRole('button', { name: 'Reset Zoom' }).and(page.locator(':enabled')).waitFor();
      await window.page.keyboard.press('ArrowLeft');
      await expect.poll(() => cursor.getAttribute('aria-valuetext')).toMatch(/\d\d:\d\d/);
      await window.screenshot(`scaling-zoom-${theme}`);
      await window.page.keyboard.press('0');
      await page.getByRole('button', { name: 'Reset Zoom' }).and(page.locator(':disabled')).waitFor();

      await page.getByRole('button', { name: 'Export as CSV' }).click();
      const csv = (await saved(window, 'csv')).toString();
      expect(csv).toMatch(/^source,function,time,/);
      for (const source of ['local', 'aws', 'simulated']) expect(csv).toMatch(new RegExp(`^${source},`, 'mi'));
      await page.getByRole('button', { name: 'Export as PNG' }).click();
      expect((await saved(window, 'png')).subarray(1, 4).toString()).toBe('PNG');

      // The keyboard's way back from the controls to the graph, and there again.
      const opener = page.getByRole('button', { name: 'What If', exact: true });
      await panel.getByRole('combobox', { name: 'Traffic' }).press('Escape');
      await panel.waitFor({ state: 'detached' });
      await expect.poll(() => opener.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
      await opener.press('Enter');
      await expect.poll(() => panel.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    } finally {
      await window.dispose();
    }
  }, 240_000);
});
