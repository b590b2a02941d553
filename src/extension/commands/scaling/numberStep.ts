import { l10n } from 'vscode';
import { askText, hint } from '../../ui/askText.ts';
import type { StepOutcome } from '../../ui/steps.ts';
import { wholeNumber } from './wholeNumber.ts';

export interface NumberQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: number | undefined;
  readonly canGoBack: boolean;
  readonly minimum: number;
  /** Whether nothing may be answered. */
  readonly optional?: boolean;
  /** What a number means, such as what it costs. */
  readonly meaning?: (value: number) => string | undefined;
  readonly take: (value: number | undefined) => void;
}

/** Asks for a whole number: one step of several. */
export async function numberStep(question: NumberQuestion): Promise<StepOutcome> {
  const { title, prompt, value, canGoBack, minimum, optional = false, meaning, take } = question;
  const expected = optional ? l10n.t('A whole number from {0}, or nothing.', minimum) : l10n.t('A whole number from {0}.', minimum);
  const answer = await askText({
    title,
    prompt,
    canGoBack,
    value: value === undefined ? '' : String(value),
    check: (text) => {
      if (optional && text.trim() === '') return undefined;
      const number = wholeNumber(text, minimum);
      if (number === undefined) return expected;
      const meant = meaning?.(number);
      return meant === undefined ? undefined : hint(meant);
    },
  });
  if (answer.type !== 'chosen') return answer.type;
  take(wholeNumber(answer.value, minimum));
  return 'next';
}
