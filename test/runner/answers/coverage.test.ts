import { readdir } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { type AnswerRow, answerOf } from './answered.ts';
import { recordedAnswers } from './recordedAnswers.ts';

/** The rows of every file that has some. */
async function allRows(): Promise<readonly AnswerRow[]> {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('Rows.ts'));
  const modules: object[] = await Promise.all(files.map((file) => import(`./${file}`)));
  return modules.flatMap((module) => Object.values(module)).filter(isRows).flat();
}

function isRows(value: unknown): value is readonly AnswerRow[] {
  return Array.isArray(value);
}

test('at least 120 of the answers that were recorded are given', async () => {
  const given = new Set((await allRows()).map(answerOf));
  const missing = recordedAnswers.filter((answer) => !given.has(answer)).map(({ type, message }) => `${type}: ${message}`);
  expect(given.size, `not given: ${missing.join('\n')}`).toBeGreaterThanOrEqual(120);
});
