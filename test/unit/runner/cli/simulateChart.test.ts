import { expect, test } from 'vitest';
import { chart, timeText } from '../../../../src/runner/cli/simulateChart.ts';

test('a picture of a rise: the scale beside it, the time below', () => {
  expect(chart([0, 2, 4, 6, 8], 60, { width: 80, height: 2 })).toBe(
    ['8 │   ▄█', '0 │ ▄███', '  └─────', '   0 1 min', ''].join('\n').replace('   0 1 min', `   0${'1 min'.padStart(4)}`),
  );
});

test('of more values than columns, each column is the greatest of its own', () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index === 505 ? 10 : 0));
  const [top = ''] = chart(values, 1000, { width: 10, height: 1 }).split('\n');
  expect(top).toBe('10 │     █');
});

test('what is there at all is seen, and nothing is nothing', () => {
  expect(chart([1, 0, 1000], 3, { width: 10, height: 1 }).split('\n')[0]).toBe('1000 │▁ █');
  expect(chart([], 0, { width: 10, height: 1 }).split('\n')[0]).toBe('1 │');
});

test.each([
  [90, '90 s'],
  [600, '10 min'],
  [86_400, '1 d'],
  [0.5, '0.5 s'],
])('%d s is %s', (seconds, expected) => {
  expect(timeText(seconds)).toBe(expected);
});
