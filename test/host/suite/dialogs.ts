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
