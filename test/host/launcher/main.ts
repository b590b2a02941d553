/**
 * Stands in for the executable of desktop VS Code in an extension test run: takes its flags, runs the tests in the browser-hosted
 * VS Code, writes the extension host's console to standard output, and ends with the run's exit code.
 */
import type { Browser } from 'playwright-core';
import { launchChromium } from '../driver/chromium.ts';
import { temporaryFolder } from '../driver/temporaryFolder.ts';
import { writeSettings } from '../driver/userSettings.ts';
import { startVsCodeServer, type VsCodeServer } from '../driver/vscodeServer.ts';
import { workbenchUrl } from '../driver/workbenchUrl.ts';
import { type LaunchFlags, readFlags } from './flags.ts';

async function launch({ workspace, extension, tests, trust }: LaunchFlags): Promise<number> {
  const dataFolder = temporaryFolder('host');
  writeSettings(dataFolder, 'dark', {});
  const server = await startVsCodeServer({ dataFolder, dataFolderIsTemporary: true, extensions: 'development', trust });
  try {
    const browser = await launchChromium();
    try {
      return await Promise.race([runTests(browser, workbenchUrl(server.port, workspace, { extension, tests })), endOf(server)]);
    } finally {
      await browser.close();
    }
  } finally {
    await server.dispose();
  }
}

/** The workbench calls these two functions of the page in a test run, as VS Code's own smoke tests have it. */
async function runTests(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => console.log(textOf(args)));
  return new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The browser page crashed.')));
    browser.on('disconnected', () => reject(new Error('The browser ended.')));
    page
      .exposeFunction('codeAutomationExit', resolve)
      .then(async () => page.goto(url, { waitUntil: 'commit' }))
      .catch(reject);
  });
}

async function endOf(server: VsCodeServer): Promise<never> {
  await server.exited;
  throw new Error(`VS Code's server ended:\n${server.output()}`);
}

function textOf(args: readonly unknown[]): string {
  return args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
}

process.exitCode = await launch(readFlags(process.argv.slice(2)));
