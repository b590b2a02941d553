import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A menu that was clicked is gone this soon. */
const menuMs = 1_000;
/** A view container shows this soon. */
const openMs = 30_000;

/** The activity bar and the views beside it. */
export class SideBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows a view container, such as "Lambda"; does nothing if it shows already. */
  async open(container: string): Promise<void> {
    const tab = this.#page.locator('.part.activitybar').getByRole('tab', { name: container });
    const title = this.#page.locator('.part.sidebar .composite.title', { hasText: new RegExp(container, 'i') });
    await tab.waitFor();
    // What a starting window restores may come after the click.
    await expect.poll(async () => {
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      return (await tab.getAttribute('aria-selected')) === 'true' && (await title.isVisible());
    }, { timeout: openMs }).toBe(true);
  }

  /** One view of the container that shows, by its title. */
  view(title: string): Locator {
    return this.#page.locator('.part.sidebar .pane').filter({ has: this.#page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** An item by its accessible name, in every view or in one. */
  item(name: string | RegExp, view?: string): Locator {
    const where = view === undefined ? this.#page.locator('.part.sidebar') : this.view(view);
    return where.getByRole('treeitem', { name }).first();
  }

  async expand(item: Locator): Promise<void> {
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) === 'false') await item.locator('.monaco-tl-twistie').click();
  }

  /** A button that shows on an item while the pointer is over it. */
  async inlineAction(item: Locator, name: string | RegExp): Promise<void> {
    await item.hover();
    await item.getByRole('button', { name }).click();
  }

  async contextAction(item: Locator, name: string | RegExp): Promise<void> {
    await item.click({ button: 'right' });
    const entry = this.#page.locator('.context-view .monaco-menu').getByRole('menuitem', { name });
    await entry.click();
    // A menu that has just opened takes no click, and stays.
    const closed = await entry.waitFor({ state: 'hidden', timeout: menuMs }).then(() => true, () => false);
    if (!closed) await entry.click();
  }

  /** A button above a view. */
  async titleAction(view: string, name: string | RegExp): Promise<void> {
    const pane = this.view(view);
    await pane.hover();
    await pane.locator('.pane-header').getByRole('button', { name }).click();
  }
}
