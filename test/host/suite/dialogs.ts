import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Does something whose modal questions are answered with a button's title, or dismissed; resolves to the questions. */
export async function answering(button: string | undefined, run: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const { showWarningMessage } = vscode.window;
  const answer = async (message: string): Promise<string | undefined> => {
    asked.push(message);
    return button;
  };
  Object.assign(vscode.window, { showWarningMessage: answer });
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showWarningMessage });
  }
  return asked;
}

/** Notes the errors that are told to the user, with the actions that they are offered, until it is disposed. */
export function errorsTold(): Disposable & { readonly errors: readonly (readonly string[])[] } {
  const errors: (readonly string[])[] = [];
  const { showErrorMessage } = vscode.window;
  const note = async (...told: readonly string[]): Promise<undefined> => {
    errors.push(told);
    return undefined;
  };
  Object.assign(vscode.window, { showErrorMessage: note });
  return { errors, [Symbol.dispose]: () => Object.assign(vscode.window, { showErrorMessage }) };
}

/** Presses a button of what is told, where it is there, until it is disposed. */
export function pressing(button: string): Disposable {
  const { showInformationMessage } = vscode.window;
  const press = async (_message: string, ...buttons: readonly string[]): Promise<string | undefined> => buttons.find((each) => each === button);
  Object.assign(vscode.window, { showInformationMessage: press });
  return { [Symbol.dispose]: () => Object.assign(vscode.window, { showInformationMessage }) };
}

/** Takes whatever question of several steps has the focus as it stands, again and again, until the work is done. */
export async function accepting<T>(work: Promise<T>): Promise<T> {
  const ended = work.then(() => true, () => true);
  const accept = async (): Promise<boolean> => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return pause(50, false);
  };
  while (!(await Promise.race([ended, accept()])));
  return work;
}
