import { describe, expect, test } from 'vitest';
import { pacedConcurrency, pollerBackOffMs, type QueuePolling, queuePace } from '../../../../../src/lambda/scaling/rules/eventSources.ts';

const minute = 60_000;

describe('pollers of a queue', () => {
  test.each<[string, QueuePolling, number, number, number]>([
    ['as Lambda has them', {}, 5, 2, 1250],
    ['with a maximum', { maximumConcurrency: 100 }, 5, 5, 100],
    ['with a small maximum', { maximumConcurrency: 2 }, 2, 2, 2],
    ['provisioned', { provisionedPollers: { minimum: 2, maximum: 200 } }, 20, 20, 2000],
  ])('%s', (_title, polling, first, fewest, most) => {
    expect(queuePace(polling)).toMatchObject({ first, fewest, most });
  });

  test.each<[string, QueuePolling, number, number, boolean, number]>([
    ['300 more a minute', {}, 5, minute, true, 305],
    ['at most 1,250', {}, 1200, minute, true, 1250],
    ['fewer without messages', {}, 305, minute / 2, false, 155],
    ['at least two', {}, 5, minute, false, 2],
    ['at least five with a maximum', { maximumConcurrency: 50 }, 40, minute, false, 5],
    ['1,000 more a minute of provisioned ones', { provisionedPollers: { minimum: 2, maximum: 500 } }, 20, minute, true, 1020],
    ['at least what is provisioned', { provisionedPollers: { minimum: 2, maximum: 500 } }, 100, minute, false, 20],
  ])('%s', (_title, polling, current, elapsed, left, expected) => {
    expect(pacedConcurrency(current, elapsed, left, queuePace(polling))).toBeCloseTo(expected, 9);
  });

  test('back off, ever longer', () => {
    expect([1, 2, 3, 30].map(pollerBackOffMs)).toEqual([1000, 2000, 4000, 300_000]);
  });
});
