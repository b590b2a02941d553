import { type InputBoxValidationMessage, InputBoxValidationSeverity, QuickInputButtons, window } from 'vscode';
import { DisposableStore } from '../../common/disposable.ts';
import type { Picked } from './quickPick.ts';

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly canGoBack: boolean;
  /** What is wrong with a text, or what it means, where its severity says that it is no error; undefined: nothing. */
  readonly check: (text: string) => string | InputBoxValidationMessage | undefined;
}

/** Asks for a text: one step of several. Resolves to a text that was checked. */
export async function askText({ title, prompt, value, placeholder, canGoBack, check }: TextQuestion): Promise<Picked<string>> {
  const store = new DisposableStore();
  const input = store.add(window.createInputBox());
  const validate = () => {
    const checked = check(input.value);
    // While nothing is typed, the prompt says more than that something is missing.
    input.validationMessage = checked === undefined || (input.value === '' && isError(checked)) ? '' : checked;
  };
  Object.assign(input, { title, prompt, value, ignoreFocusOut: true, buttons: canGoBack ? [QuickInputButtons.Back] : [] });
  if (placeholder !== undefined) input.placeholder = placeholder;
  validate();
  try {
    return await new Promise<Picked<string>>((resolve) => {
      store.add(input.onDidChangeValue(validate));
      store.add(input.onDidAccept(() => {
        const checked = check(input.value);
        if (isError(checked)) input.validationMessage = checked;
        else resolve({ type: 'chosen', value: input.value });
      }));
      store.add(input.onDidTriggerButton(() => resolve({ type: 'back' })));
      store.add(input.onDidHide(() => resolve({ type: 'cancelled' })));
      input.show();
    });
  } finally {
    store.dispose();
  }
}

/** What a text means: no error. */
export function hint(message: string): InputBoxValidationMessage {
  return { message, severity: InputBoxValidationSeverity.Info };
}

function isError(checked: string | InputBoxValidationMessage | undefined): checked is string | InputBoxValidationMessage {
  return typeof checked === 'string' || checked?.severity === InputBoxValidationSeverity.Error;
}
