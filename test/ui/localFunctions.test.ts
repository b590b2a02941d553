import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CreateAliasCommand, CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { temporaryFolder } from '../host/driver/temporaryFolder.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { createCommand } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';
import { freePort } from './freePort.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const themes: readonly Theme[] = ['dark', 'light', 'highContrast'];
const content = `
  import { setTimeout } from 'node:timers/promises';
  export const handler = awslambda.streamifyResponse(async (event, stream) => {
    for (let line = 1; line <= 12; line += 1) { stream.write('Line ' + line + ' of a response that takes its time\\n'); await setTimeout(250); }
    stream.end();
  });
`;

async function fillRegion(port: number): Promise<void> {
  using client = new TestClient(`http://127.0.0.1:${port}`);
  const FunctionName = 'Streamer';
  await client.send(createCommand(FunctionName, zipBytes([{ name: 'index.mjs', content }]), { Timeout: 30 }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '$LATEST' }));
  await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: 'live', AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['https://shop.example'], MaxAge: 60 } }));
}

/** Two profiles to choose from, with made-up keys. */
function awsConfig(): string {
  const file = path.join(temporaryFolder('aws'), 'config');
  const keys = 'aws_access_key_id = made-up\naws_secret_access_key = made-up\n';
  writeFileSync(file, `[profile shop]\nregion = eu-central-1\n${keys}[profile archive]\nregion = us-west-2\n${keys}`);
  return file;
}

/** Has something asked until it offers a row: what takes the focus closes what was asked, and a setting is written a moment later. */
async function untilOffered({ quickInput }: VsCodeWindow, row: string | RegExp, ask: () => Promise<void>): Promise<void> {
  const offers = async (): Promise<boolean> => {
    await ask();
    const offered = await quickInput.row(row).waitFor({ timeout: 5_000 }).then(() => true, () => false);
    if (!offered) await quickInput.dismiss();
    return offered;
  };
  await expect.poll(offers, { timeout: 45_000 }).toBe(true);
}

describe.each(themes)('local functions in the %s theme', (theme) => {
  test('get URLs, an isolation and credentials by clicking; streamed answers and logs are shown', async () => {
    const port = await freePort();
    const settings = { 'lambdaWorkbench.local.port': port, 'lambdaWorkbench.local.timeScale': 0 };
    const window = await openVsCode({ workspace, theme, settings, extraEnv: { AWS_CONFIG_FILE: awsConfig() } });
    const { sideBar, quickInput, page } = window;
    try {
      await sideBar.open('Lambda');
      await sideBar.item(/^OrdersFunction:/, 'Functions').waitFor();
      await fillRegion(port);
      await sideBar.titleAction('Functions', 'Refresh');
      const streamer = sideBar.item(/^Streamer:/, 'Functions');
      await streamer.waitFor();

      await untilOffered(window, 'NONE', () => sideBar.contextAction(streamer, /^Create Function URL/));
      await window.screenshot(`url-auth-${theme}`);
      await quickInput.choose('NONE');
      await quickInput.row('RESPONSE_STREAM').waitFor();
      await window.screenshot(`url-mode-${theme}`);
      await quickInput.choose('RESPONSE_STREAM');
      const url = sideBar.item(/^URL, NONE · RESPONSE_STREAM, http/, 'Functions');
      await url.waitFor();
      await sideBar.expand(sideBar.item(/^Aliases$/, 'Functions'));
      await sideBar.expand(sideBar.item(/^live:/, 'Functions'));
      const ofAlias = sideBar.item(/^URL, AWS_IAM/, 'Functions');
      await ofAlias.waitFor();
      await ofAlias.hover();
      await page.locator('.workbench-hover').getByText('https://shop.example').waitFor();
      await window.screenshot(`url-rows-${theme}`);

      await sideBar.contextAction(ofAlias, /^Delete Function URL/);
      await window.dialog().getByText('Delete the function URL of Streamer:live (Local) in us-east-1?').waitFor();
      await window.screenshot(`url-delete-${theme}`);
      await window.dialog().getByRole('button', { name: 'Delete' }).click();
      await ofAlias.waitFor({ state: 'hidden' });

      await untilOffered(window, 'container', () => sideBar.contextAction(streamer, /^Set Isolation/));
      await window.screenshot(`isolation-${theme}`);
      await quickInput.dismiss();

      await untilOffered(window, 'Type it here', () => sideBar.contextAction(streamer, /^Invoke \(Streaming\)/));
      await quickInput.choose('Type it here');
      await quickInput.submit('{}');
      await expect.poll(() => window.editorText(), { timeout: 20_000 }).toMatch(/Line 3 of/);
      await window.screenshot(`streaming-${theme}`);
      await expect.poll(() => window.editorText(), { timeout: 20_000 }).toMatch(/── End, after/);
      await window.screenshot(`streamed-${theme}`);

      await sideBar.contextAction(streamer, /^Show Logs/);
      await page.locator('.part.panel').getByText('REPORT RequestId').first().waitFor();
      await window.screenshot(`log-${theme}`);

      await quickInput.runAndChoose('Lambda: Choose Credentials for Local Functions', 'shop');
      await untilOffered(window, /shop.*current/, () => quickInput.runCommand('Lambda: Choose Credentials for Local Functions'));
      await window.screenshot(`credentials-${theme}`);
      await quickInput.choose('None');
    } finally {
      await window.dispose();
    }
  }, 180_000);
});
