import { expect, test } from 'vitest';
import { RecentText } from '../../../../src/extension/logs/recentText.ts';

test('keeps the latest, and since when', () => {
  const recent = new RecentText(10);
  expect([recent.since, recent.toString()]).toEqual([undefined, '']);
  for (let at = 1; at <= 6; at += 1) recent.add(`${at}...`, at);
  // 24 characters are more than twice 10: the last two pieces fit.
  expect([recent.since, recent.toString()]).toEqual([5, '5...6...']);
});
