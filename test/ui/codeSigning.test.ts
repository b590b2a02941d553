import path from 'node:path';
import { CreateCodeSigningConfigCommand, PutFunctionCodeSigningConfigCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { createSignerApi } from '../../src/aws/signer/createSignerApi.ts';
import { projectRoot } from '../host/driver/projectRoot.ts';
import type { Theme } from '../host/driver/userSettings.ts';
import { createCommand, goodPackage } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { freePort } from './freePort.ts';
import { openVsCode } from './harness/vscodeWindow.ts';

const workspace = path.join(projectRoot, 'test', 'workspace');
const functionName = 'Sealed';
const themes: readonly Theme[] = ['light', 'dark', 'highContrast'];

/** A function that takes packages of one profile alone, and has an unsigned one. */
async function createSealed(endpoint: string): Promise<void> {
  using client = new TestClient(endpoint);
  const signer = createSignerApi({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });
  const { versionArn } = await signer.putProfile({ name: 'release', validity: { value: 135, unit: 'MONTHS' } });
  signer.dispose();
  await client.send(createCommand(functionName, goodPackage));
  const { CodeSigningConfig: config } = await client.send(
    new CreateCodeSigningConfigCommand({
      AllowedPublishers: { SigningProfileVersionArns: [versionArn] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    }),
  );
  await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: functionName, CodeSigningConfigArn: config?.CodeSigningConfigArn }));
}

/** As another client does. */
async function revokeNewest(endpoint: string): Promise<void> {
  const signer = createSignerApi({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });
  const [job] = await signer.jobs({ most: 1 });
  await signer.revokeJob(job?.id ?? '', 'The build machine is suspect.');
  signer.dispose();
}

describe.each(themes)('code signing in the %s theme', (theme) => {
  test('says why a package would be blocked, deploys it signed, and shows who is signed by whom', async () => {
    const port = await freePort();
    const window = await openVsCode({ workspace, theme, settings: { 'lambdaWorkbench.local.port': port, 'lambdaWorkbench.local.timeScale': 0 } });
    try {
      const { sideBar, quickInput } = window;
      await sideBar.open('Lambda');
      await sideBar.item(/^OrdersFunction:/, 'Functions').waitFor();
      await createSealed(`http://127.0.0.1:${port}`);
      await sideBar.titleAction('Functions', 'Refresh');
      await sideBar.item(new RegExp(`^${functionName}:`), 'Functions').waitFor();

      await quickInput.runAndChoose('Lambda: Open Code Signing', new RegExp(`^${functionName}`));
      const page = window.webview();
      await page.getByText(/would be blocked/i).first().waitFor();
      await page.getByText('Enforce', { exact: true }).first().waitFor();
      await window.screenshot(`code-signing-blocked-${theme}`);

      await page.getByRole('button', { name: /^Sign and Deploy/ }).first().click();
      await quickInput.choose(`The package of ${functionName}`);
      await quickInput.choose(/^release/);
      await page.getByText(/would be blocked/i).first().waitFor({ state: 'hidden' });
      await page.getByText(/trusted/i).first().waitFor();
      await window.screenshot(`code-signing-trusted-${theme}`);

      await revokeNewest(`http://127.0.0.1:${port}`);
      // Nobody has touched the page.
      await page.getByText(/would be blocked/i).first().waitFor();
      const job = page.getByRole('table').getByRole('row').filter({ hasText: 'The build machine is suspect.' });
      await job.getByText('Revoked').waitFor();
      await job.scrollIntoViewIfNeeded();
      await window.screenshot(`code-signing-revoked-${theme}`);

      await window.runCommand('Lambda: Open Code Signing Overview');
      const row = page.getByRole('row').filter({ hasText: functionName });
      await row.getByText('release').first().waitFor();
      await window.screenshot(`code-signing-overview-${theme}`);
      expect(await window.editorTab('Code Signing').count()).toBe(1);
    } finally {
      await window.dispose();
    }
  });
});
