import type { Locator, Page } from 'playwright-core';

/** A row must appear this soon, or the palette was opened before the extension had registered and is opened anew. */
const attemptMs = 3_000;
const attempts = 10;

/** Quick picks, input boxes and the command palette. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
  }

  get box(): Locator {
    return this.#widget.locator('input[type=text]').first();
  }

  /** The title above it, where it has one. */
  get title(): Locator {
    return this.#widget.locator('.quick-input-title');
  }

  /** What it says below the box: a prompt or why a value is refused. */
  get message(): Locator {
    return this.#widget.locator('.quick-input-message');
  }

  row(label: string | RegExp): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
  }

  /** Waits for a choice and takes it. */
  async choose(label: string | RegExp): Promise<void> {
    await this.row(label).click();
  }

  /** Runs a command that asks, and takes a choice. A page that loads takes the focus when it is ready, which closes what was asked before. */
  async runAndChoose(title: string, label: string | RegExp): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.runCommand(title);
      try {
        return await this.row(label).click({ timeout: 2 * attemptMs });
      } catch (error) {
        if (attempt === attempts) throw new Error(`"${title}" does not offer ${String(label)}.`, { cause: error });
        await this.dismiss();
      }
    }
  }

  /** Answers an input box: a list of choices that was there before has to be gone, or it would take the text. */
  async submit(text: string): Promise<void> {
    await this.#widget.locator('.quick-input-list').waitFor({ state: 'hidden' });
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  async runCommand(title: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#page.keyboard.press('F1');
      await this.box.fill(`>${title}`);
      const row = this.#widget.locator(`.monaco-list-row[aria-label^="${title}"]`).first();
      try {
        await row.click({ timeout: attemptMs });
        return;
      } catch (error) {
        if (attempt === attempts) throw new Error(`The palette does not offer "${title}".`, { cause: error });
        await this.dismiss();
      }
    }
  }
}
