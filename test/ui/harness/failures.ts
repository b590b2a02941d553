import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { projectRoot } from '../../host/driver/projectRoot.ts';
import { extensionLogs } from './extensionLogs.ts';

interface Watched {
  readonly page: Page;
  /** Where VS Code's server keeps its logs, those of the extension included. */
  readonly serverFolder: string;
  /** The page's console, which grows. */
  readonly log: readonly string[];
}

/** What a window showed, for one who has only the console of the run, and a picture. */
interface Shown {
  readonly text: string;
  readonly screenshot: Buffer | undefined;
}

/** A page that does not answer any more must not keep a failed test from being told. */
const lookMs = 5_000;
const keptLines = 20;
const keptName = 80;

const parts = [
  ['Side bar', '.part.sidebar'],
  ['Status bar', '.part.statusbar'],
  ['Notifications', '.notifications-toasts.visible'],
  ['Dialog', '.monaco-dialog-box'],
  ['Quick input', '.quick-input-widget:visible'],
] as const;

const open = new Set<Watched>();
let closed: Shown[] = [];

/**
 * A test that fails tells what this window showed, until the returned function has looked at it for the last time: to be called before it is
 * closed, which is before the test is known to have failed.
 */
export function watchForFailures(watched: Watched): () => Promise<void> {
  open.add(watched);
  return async () => {
    open.delete(watched);
    closed.push(await look(watched));
  };
}

afterEach(async ({ task }) => {
  const before = closed;
  closed = [];
  const { state, errors: [error] = [] } = task.result ?? {};
  if (state !== 'fail' || error === undefined) return;
  const shown = [...before, ...(await Promise.all([...open].map((watched) => look(watched))))];
  for (const [index, { text, screenshot }] of shown.entries()) {
    const picture = screenshot === undefined ? 'no screenshot' : keep(`${task.suite?.name ?? ''} ${task.name}`, index + 1, screenshot);
    error.message += `\n\nThe window, as it was then (${picture}):\n${text}\n`;
  }
});

function keep(test: string, number: number, screenshot: Buffer): string {
  const folder = path.join(projectRoot, 'artifacts', 'failures');
  mkdirSync(folder, { recursive: true });
  const name = test.trim().replaceAll(/\W+/g, '-').slice(0, keptName);
  const file = path.join(folder, `${name}-${String(number)}.png`);
  writeFileSync(file, screenshot);
  return path.relative(projectRoot, file);
}

async function look({ page, serverFolder, log }: Watched): Promise<Shown> {
  const screenshot = await page.screenshot({ animations: 'disabled', timeout: lookMs }).catch(() => undefined);
  const shown = await Promise.all(parts.map(async ([title, selector]) => section(title, await textOf(page, selector))));
  const problems = log.filter((line) => /^(error|warning):/.test(line)).slice(-keptLines);
  const logs = extensionLogs(serverFolder, keptLines).map(({ name, lines }) => section(name, lines));
  return { text: [...shown, section('Console', problems), ...logs].filter(Boolean).join('\n'), screenshot };
}

/** As a screen reader has it. */
async function textOf(page: Page, selector: string): Promise<readonly string[]> {
  const part = page.locator(selector).first();
  try {
    return (await part.isVisible()) ? (await part.ariaSnapshot({ timeout: lookMs })).split('\n') : [];
  } catch (error) {
    return [String(error)];
  }
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
