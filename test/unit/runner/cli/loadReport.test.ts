import { describe, expect, test } from 'vitest';
import type { LoadResult } from '../../../../src/lambda/scaling/load/loadResult.ts';
import { LoadTally } from '../../../../src/lambda/scaling/load/loadTally.ts';
import { loadReport, progressLine, wentWell } from '../../../../src/runner/cli/loadReport.ts';

const well: LoadResult = { ...new LoadTally().result(0, 'time', 1_000), sent: 3, succeeded: 3 };

test.each<[string, Partial<LoadResult>, boolean]>([
  ['all well', {}, true],
  ['throttled', { throttled: { ConcurrentInvocationLimitExceeded: 2 } }, true],
  ['a function error', { functionErrors: 1 }, false],
  ['a failure', { failed: { ECONNREFUSED: 1 } }, false],
  ['some not sent', { shed: 1 }, false],
  ['some not answered', { unanswered: 1 }, false],
  ['some not answered as it was stopped', { unanswered: 1, endedBy: 'stopped' }, true],
])('%s', (_, changes, expected) => {
  expect(wentWell({ ...well, ...changes })).toBe(expected);
});

describe('the table', () => {
  const times = { p50: 1.234, p90: 20, p99: 300, max: 4_000 };

  test('tells each kind of outcome, the most frequent reason first', () => {
    const text = loadReport('orders', {
      ...well,
      throttled: { A: 1, B: 20 },
      failed: { ECONNRESET: 3 },
      shed: 4,
      unanswered: 5,
      askedRate: 50,
      achievedRate: 46,
      latencyMs: times,
      endedBy: 'maximum',
    });
    expect(text.split('\n')).toEqual([
      'orders',
      '',
      'Sent                    3  46.0/s in 1.0 s, as many as may be sent',
      'Succeeded               3',
      'Function errors         0',
      'Throttled              21  20 B, 1 A',
      'Failed                  3  3 ECONNRESET',
      'Not answered            5  still under way in the end',
      'Not sent                4  too many were under way: 50.0/s were due (--in-flight)',
      'Most under way          0',
      '',
      'Latency           p50 1.23 ms  p90 20.0 ms  p99 300.0 ms  max 4.00 s',
      '',
    ]);
  });

  test('is short where all went well', () => {
    expect(loadReport('orders', well)).not.toMatch(/Not sent|Not answered|Latency/);
  });
});

test('progress is one line', () => {
  const line = progressLine({ ...new LoadTally().progress(2_000), sent: 100, throttled: { A: 2, B: 3 }, shed: 1, latencyMs: { p50: 1, p90: 1, p99: 12, max: 20 } });
  expect(line).toBe('2 s · 100 sent · 0 function errors · 5 throttled · 0 failed · 1 not sent · 0 under way · p99 12.0 ms');
});
