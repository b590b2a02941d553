import { expect, test } from 'vitest';
import { pollersAtWork } from '../../../../../src/lambda/scaling/simulation/fluid/pollers.ts';

// Ten pollers, each for a second at a batch.
test('with batches of one they are servers with a queue: Erlang C', () => {
  const found = pollersAtWork(8, 1, 10, 1);
  // From tables: 8 Erlangs on 10 servers wait with a chance of 0.409, 1.637 of them on average.
  expect(found?.waiting).toBeCloseTo(1.637, 2);
  expect(found?.waits).toBeCloseTo(0.409 * 0.8, 2);
  expect(found?.batches).toBeCloseTo(8, 6);
});

test.each([2, 10, 100])('with batches of up to %d fewer batches are enough, and they are full only in overload', (batchSize) => {
  const few = pollersAtWork(8, 1, 10, batchSize);
  const many = pollersAtWork(12, 1, 10, batchSize);
  expect(few?.batches).toBeLessThan(8);
  expect(few?.batches).toBeGreaterThan(7);
  expect(many?.batches).toBeLessThan(10);
  expect(many?.batches).toBeGreaterThan(12 / batchSize);
  expect(many?.waits).toBeGreaterThan(few?.waits ?? 1);
  expect(pollersAtWork(10 * batchSize, 1, 10, batchSize)).toBeUndefined();
});

test('where nothing comes nothing is done', () => {
  expect(pollersAtWork(0, 1, 10, 10)).toMatchObject({ batches: 0, waits: 0, waiting: 0 });
});
