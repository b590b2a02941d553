import { window } from 'vscode';

export interface Question {
  /** Names the resource, and where it is. */
  readonly question: string;
  readonly detail: string;
  /** The button's title, a verb. */
  readonly action: string;
}

/** Asks modally; false where the user thinks better of it. */
export async function confirm({ question, detail, action }: Question): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}
