import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverFile } from '../host/driver/installation.ts';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { temporaryFolder } from '../host/driver/temporaryFolder.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

const run = promisify(execFile);
const folder = temporaryFolder('package');
const extensions = path.join(folder, 'extensions');
let window: VsCodeWindow;

beforeAll(async () => {
  const file = path.join(folder, 'extension.vsix');
  mkdirSync(extensions);
  await run(process.execPath, [path.join(projectRoot, 'scripts', 'package.mjs'), '--out', file], { cwd: projectRoot });
  await run(process.execPath, [
    serverFile(),
    `--install-extension=${file}`,
    `--extensions-dir=${extensions}`,
    `--server-data-dir=${path.join(folder, 'server')}`,
    '--accept-server-license-terms',
  ]);
  window = await openVsCode({ workspace: path.join(projectRoot, 'test', 'workspace'), installed: extensions });
});

afterAll(async () => {
  await window.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('what is packaged installs and runs', async () => {
  await window.sideBar.open('Lambda');
  await window.runCommand('Lambda: Start Local Runner');
  await window.sideBar.item(/OrdersFunction/).waitFor();
  expect(await window.page.locator('.notification-list-item .codicon-error').count()).toBe(0);
});
