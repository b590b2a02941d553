import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../host/driver/chromium.ts';
import { linkExtension } from '../../host/driver/installedExtension.ts';
import { watchLeftovers, windowVariable } from '../../host/driver/leftovers.ts';
import { projectRoot } from '../../host/driver/projectRoot.ts';
import { temporaryFolder } from '../../host/driver/temporaryFolder.ts';
import { type Theme, writeSettings } from '../../host/driver/userSettings.ts';
import { startVsCodeServer, type VsCodeServer } from '../../host/driver/vscodeServer.ts';
import { workbenchUrl } from '../../host/driver/workbenchUrl.ts';
import { watchForFailures } from './failures.ts';
import { Workbench } from './workbench.ts';

export interface VsCodeWindowOptions {
  /** A folder to open; the window gets a copy, so that a test may change it. */
  readonly workspace: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host and what it starts. No AWS profile is there unless a test names its files. */
  readonly extraEnv?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
  /** `given`, the default; `asked`: restricted until `trustWorkspace()`. */
  readonly trust?: 'asked' | 'given';
  /** A folder of installed extensions; without it the window has this project as it is built. */
  readonly installed?: string;
}

export interface VsCodeWindow extends Workbench {
  /** The copy that is open. */
  readonly workspace: string;
  /** Rejects if something still runs a while after the window was closed. */
  dispose(): Promise<void>;
}

/** How long the extension's own processes may take to notice that their window is gone. */
const leftoverGraceMs = 6_000;

/** A VS Code with the built extension, in a browser of its own, on temporary folders. Dispose it. */
export async function openVsCode(options: VsCodeWindowOptions): Promise<VsCodeWindow> {
  const id = randomUUID();
  const folder = temporaryFolder('window');
  const workspace = path.join(folder, path.basename(options.workspace));
  cpSync(options.workspace, workspace, { recursive: true, verbatimSymlinks: true });
  writeSettings(folder, options.theme ?? 'dark', options.settings ?? {});
  const extensions = path.join(folder, 'extensions');
  linkExtension(projectRoot, extensions);
  const server = await startVsCodeServer({
    dataFolder: folder,
    extensions: { installed: options.installed ?? extensions },
    dataFolderIsTemporary: true,
    trust: options.trust ?? 'given',
    env: { ...withoutAwsProfiles(folder), ...options.extraEnv, [windowVariable]: id },
  });
  const resources = { server, id };
  try {
    const browser = await launchChromium();
    const log: string[] = [];
    const page = await openPage(browser, server, workspace, log);
    const lastLook = watchForFailures({ page, serverFolder: folder, log });
    const dispose = async (): Promise<void> => {
      await lastLook();
      await close({ ...resources, browser });
    };
    return Object.assign(new Workbench(page), { workspace, dispose });
  } catch (error) {
    await close(resources);
    throw error;
  }
}

function withoutAwsProfiles(folder: string): Record<string, string> {
  return { AWS_CONFIG_FILE: path.join(folder, 'aws-config'), AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'aws-credentials') };
}

async function openPage(browser: Browser, server: VsCodeServer, workspace: string, log: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('console', (message) => log.push(`${message.type()}: ${message.text()}`));
  page.on('close', () => writeLog(server, log));
  await page.goto(workbenchUrl(server.port, workspace), { waitUntil: 'commit' });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return page;
}

/** What to read when a test fails: the console of the last window. */
function writeLog(server: VsCodeServer, log: readonly string[]): void {
  const folder = path.join(projectRoot, 'artifacts', 'logs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'window.log'), [...log, '', "The server's own:", server.output()].join('\n'));
}

async function close({ server, id, browser }: { server: VsCodeServer; id: string; browser?: Browser }): Promise<void> {
  const leftovers = watchLeftovers(server.pid, id);
  await browser?.close();
  await server.dispose();
  const left = await leftovers(leftoverGraceMs);
  if (left.length > 0) throw new Error(`Still running after the window was closed (ended now):\n${left.join('\n')}`);
}
