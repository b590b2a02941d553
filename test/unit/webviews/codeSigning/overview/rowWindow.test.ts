import { describe, expect, it } from 'vitest';
import { movedRow } from '../../../../../webviews/codeSigning/overview/movedRow.ts';
import { rowWindow } from '../../../../../webviews/codeSigning/overview/rowWindow.ts';

describe('the rows that are there', () => {
  it('are all of a short table', () => expect(rowWindow(12, 30, 0, 600)).toEqual({ first: 0, end: 12, above: 0, below: 0 }));

  it.each([0, 1, 299, 3000, 15_000, 28_800, 29_400, 40_000])('cover what shows at %d, and are few', (scrollTop) => {
    const { first, end, above, below } = rowWindow(1000, 30, scrollTop, 600);
    expect(first * 30).toBeLessThanOrEqual(Math.min(scrollTop, 29_999));
    expect(end * 30).toBeGreaterThanOrEqual(Math.min(30_000, scrollTop + 600));
    expect(end - first).toBeLessThanOrEqual(80);
    expect(above + below + (end - first) * 30).toBe(30_000);
  });

  it('are the same for a few pixels more', () => expect(rowWindow(1000, 30, 15_000, 600)).toEqual(rowWindow(1000, 30, 15_040, 600)));
  it('are none of an empty table', () => expect(rowWindow(0, 30, 500, 600)).toEqual({ first: 0, end: 0, above: 0, below: 0 }));
});

describe('keys in the table', () => {
  it.each([
    ['ArrowDown', 4, 5], ['ArrowUp', 4, 3], ['ArrowUp', 0, 0], ['ArrowDown', 99, 99], ['PageDown', 4, 24], ['PageUp', 4, 0], ['Home', 50, 0], ['End', 4, 99], ['Enter', 4, undefined],
  ])('%s leads from %d to %s', (key, from, to) => expect(movedRow(key, from, 100, 20)).toBe(to));

  it('lead nowhere in an empty table', () => expect(movedRow('End', 0, 0, 20)).toBeUndefined());
});
