import { QuickInputButtons, window } from 'vscode';
import { DisposableStore } from '../../common/disposable.ts';
import type { Picked } from '../ui/quickPick.ts';

export interface TextQuestion<T> {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly canGoBack: boolean;
  /** Undefined where the text is none. */
  readonly parse: (text: string) => T | undefined;
  /** What is wanted, said where the text is none. */
  readonly wanted: string;
}

/** Asks for a text that means something, with a way back. */
export async function askText<T>({ title, prompt, value, canGoBack, parse, wanted }: TextQuestion<T>): Promise<Picked<T>> {
  const store = new DisposableStore();
  const input = store.add(window.createInputBox());
  input.title = title;
  input.prompt = prompt;
  input.value = value;
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [QuickInputButtons.Back] : [];
  const check = (): T | undefined => {
    const parsed = parse(input.value);
    input.validationMessage = parsed === undefined ? wanted : undefined;
    return parsed;
  };
  try {
    return await new Promise<Picked<T>>((resolve) => {
      store.add(input.onDidChangeValue(check));
      store.add(
        input.onDidAccept(() => {
          const parsed = check();
          if (parsed !== undefined) resolve({ type: 'chosen', value: parsed });
        }),
      );
      store.add(input.onDidTriggerButton(() => resolve({ type: 'back' })));
      store.add(input.onDidHide(() => resolve({ type: 'cancelled' })));
      input.show();
    });
  } finally {
    store.dispose();
  }
}
