import { l10n, QuickInputButtons, window } from 'vscode';
import { DisposableStore } from '../../common/disposable.ts';
import type { Choice, Picked, PickOptions } from './quickPick.ts';

/** Asks for one or more of several; `chosen` are those that are chosen at first. Rejects where the items cannot be had. */
export async function pickMany<T>({ title, placeholder, canGoBack, items, chosen }: PickOptions<T> & { readonly chosen: (value: T) => boolean }): Promise<Picked<readonly T[]>> {
  const store = new DisposableStore();
  const abort = new AbortController();
  const pick = store.add(window.createQuickPick<Choice<T>>());
  Object.assign(pick, { title, placeholder, canSelectMany: true, matchOnDescription: true, matchOnDetail: true, busy: true, ignoreFocusOut: true });
  pick.buttons = canGoBack ? [QuickInputButtons.Back] : [];
  try {
    return await new Promise<Picked<readonly T[]>>((resolve, reject) => {
      store.add(pick.onDidAccept(() => {
        if (pick.selectedItems.length > 0) resolve({ type: 'chosen', value: pick.selectedItems.map(({ value }) => value) });
        else pick.placeholder = l10n.t('Check at least one');
      }));
      store.add(pick.onDidTriggerButton(() => resolve({ type: 'back' })));
      store.add(pick.onDidHide(() => resolve({ type: 'cancelled' })));
      pick.show();
      const add: Parameters<PickOptions<T>['items']>[0] = (added) => {
        const selected = [...pick.selectedItems];
        const choices = added.filter((item): item is Choice<T> => 'value' in item);
        pick.items = [...pick.items, ...choices];
        pick.selectedItems = [...selected, ...choices.filter(({ value }) => chosen(value))];
      };
      Promise.resolve(items(add, abort.signal)).then(() => {
        pick.busy = false;
      }, reject);
    });
  } finally {
    abort.abort();
    store.dispose();
  }
}
