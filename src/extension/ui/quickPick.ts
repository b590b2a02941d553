import { type QuickPickItem, QuickInputButtons, window } from 'vscode';
import { DisposableStore } from '../../common/disposable.ts';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** A line that names the items below it. */
export interface Heading extends QuickPickItem {
  readonly value?: never;
}

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly canGoBack: boolean;
  /** Gives the items, all at once or as they come; while it runs, the pick shows that it works. */
  readonly items: (add: (items: readonly (Choice<T> | Heading)[]) => void, signal: AbortSignal) => Promise<void> | void;
}

export type Picked<T> = { readonly type: 'chosen'; readonly value: T } | { readonly type: 'back' } | { readonly type: 'cancelled' };

/** Asks for one of several. Rejects where the items cannot be had. */
export async function pickOne<T>(options: PickOptions<T>): Promise<Picked<T>> {
  const store = new DisposableStore();
  const abort = new AbortController();
  const pick = store.add(window.createQuickPick<Choice<T> | Heading>());
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  pick.buttons = options.canGoBack ? [QuickInputButtons.Back] : [];
  try {
    return await new Promise<Picked<T>>((resolve, reject) => {
      store.add(pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item !== undefined && isChoice(item)) resolve({ type: 'chosen', value: item.value });
      }));
      store.add(pick.onDidTriggerButton(() => resolve({ type: 'back' })));
      store.add(pick.onDidHide(() => resolve({ type: 'cancelled' })));
      pick.show();
      const add = (items: readonly (Choice<T> | Heading)[]) => {
        pick.items = [...pick.items, ...items];
      };
      Promise.resolve(options.items(add, abort.signal)).then(() => {
        pick.busy = false;
      }, reject);
    });
  } finally {
    abort.abort();
    store.dispose();
  }
}

function isChoice<T>(item: Choice<T> | Heading): item is Choice<T> {
  return 'value' in item;
}
