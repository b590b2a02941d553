import { describe, expect, it } from 'vitest';
import { shortMessage } from '../../../../src/extension/ui/shortMessage.ts';

const places = Array.from({ length: 40 }, (_, index) => `/opt/tools/${index}/bin`).join(', ');

describe('a message for a toast', () => {
  const cases: readonly { readonly name: string; readonly message: string; readonly expected: string; readonly cut: boolean }[] = [
    { name: 'stays as it is where it is short', message: 'It failed. Try again.', expected: 'It failed. Try again.', cut: false },
    { name: 'is the first line', message: 'It has ended.\nerror: line 1\nerror: line 2', expected: 'It has ended.', cut: true },
    {
      name: 'keeps the sentences that fit',
      message: `nodejs24.x needs Node.js 24, which was not found. Looked for node on PATH (${places}). Install it.`,
      expected: 'nodejs24.x needs Node.js 24, which was not found.',
      cut: true,
    },
    { name: 'is cut anywhere where there is no word', message: '/x'.repeat(200), expected: `${'/x'.repeat(100).slice(0, 199)}…`, cut: true },
    { name: 'has no space around it', message: ' It failed. \n', expected: 'It failed.', cut: false },
  ];
  it.each(cases)('$name', ({ message, expected, cut }) => {
    expect(shortMessage(message)).toEqual({ text: expected, cut });
  });

  it('is cut at a word where a sentence is too long', () => {
    const { text, cut } = shortMessage(`Looked in ${places}.`);
    expect(cut).toBe(true);
    expect(text.length).toBeLessThanOrEqual(200);
    expect(text).toMatch(/\/bin,…$/);
  });
});
