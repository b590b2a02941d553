import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { openVsCode, type VsCodeWindow } from './harness/vscodeWindow.ts';

let window: VsCodeWindow;

beforeAll(async () => {
  window = await openVsCode({ workspace: path.join(projectRoot, 'test', 'workspace') });
});

afterAll(async () => {
  await window.dispose();
});

test('the activity bar has Lambda, with its views', async () => {
  await window.sideBar.open('Lambda');
  const titles = window.page.locator('.part.sidebar .pane-header .title');
  await titles.first().waitFor();
  expect(await titles.allInnerTexts()).toEqual(['Functions', 'Layers', 'Local Runner']);
  await window.screenshot('window');
});
