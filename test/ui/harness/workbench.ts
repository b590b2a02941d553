import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { projectRoot } from '../../host/driver/projectRoot.ts';
import { QuickInput } from './quickInput.ts';
import { SideBar } from './sideBar.ts';

/** VS Code's window as its user sees it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly sideBar: SideBar;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.sideBar = new SideBar(page);
  }

  /** Runs a command from the palette by its full title, such as "Lambda: Refresh". */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** A toast by what it says; its buttons are `.getByRole('button', { name })` below it. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  editorTab(name: string | RegExp): Locator {
    return this.page.locator('.part.editor').getByRole('tab', { name });
  }

  /** The text of the visible part of the focused or only text editor. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.part.editor .editor-instance .monaco-editor .view-lines').first().innerText();
    return lines.replaceAll('\u{a0}', ' ');
  }

  /** The document in the visible webview: VS Code puts a page into two frames. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  /** A modal dialog, with its buttons by role. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Leaves the restricted mode, as a user does. */
  async trustWorkspace(): Promise<void> {
    await this.page.locator('.part.banner').getByRole('button', { name: 'Manage' }).click();
    await this.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.locator('.part.banner').waitFor({ state: 'hidden' });
  }

  /** Kept in artifacts/screenshots; returns the file. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(projectRoot, 'artifacts', 'screenshots', `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}
