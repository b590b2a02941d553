import { expect, test } from 'vitest';
import { lossOf } from '../../../../../src/lambda/scaling/simulation/fluid/closure.ts';
import { erlangB, overflowPeakedness } from '../../../../../src/lambda/scaling/simulation/fluid/erlang.ts';

/** By the recurrence, for any number of servers. */
function exactly(load: number, servers: number): number {
  let loss = 1;
  for (let n = 1; n <= servers; n++) loss = (load * loss) / (n + load * loss);
  return loss;
}

test.each([
  // From tables of Erlang's B.
  { load: 1, servers: 1, loss: 0.5 },
  { load: 2, servers: 3, loss: 0.2105 },
  { load: 4.46, servers: 10, loss: 0.01 },
  { load: 84.06, servers: 100, loss: 0.01 },
])('$load Erlangs on $servers servers lose $loss', ({ load, servers, loss }) => {
  expect(erlangB(load, servers)).toBeCloseTo(loss, 3);
});

test.each([
  [50, 60], [60, 60], [200, 60], [900, 1000], [1000, 1000], [1100, 1000], [3000, 1000], [99_000, 100_000], [150_000, 100_000], [1_000_000, 3000],
])('with many servers (%d on %d) it is what the recurrence gives', (load, servers) => {
  const loss = exactly(load, servers);
  expect(erlangB(load, servers) / loss).toBeGreaterThan(0.998);
  expect(erlangB(load, servers) / loss).toBeLessThan(1.002);
});

test('what overflows comes in bursts', () => {
  expect(overflowPeakedness(100, 100)).toBeGreaterThan(2);
  expect(overflowPeakedness(100, 1)).toBeCloseTo(1, 1);
});

test.each([
  // At rest the share is Erlang's; where work takes longer than the step, what is free is taken and no more.
  { carried: 0, arriving: 120, servers: 100, share: exactly(120, 100) },
  { carried: 100, arriving: 20, servers: 100, share: 1 },
  { carried: 0, arriving: 20, servers: 100, share: 0 },
  { carried: 9000, arriving: 2000, servers: 10_000, share: 0.5 },
])('of $arriving beside $carried on $servers, $share are lost', ({ carried, arriving, servers, share }) => {
  expect(lossOf({ carried, arriving, peakedness: 1 }, servers).share).toBeCloseTo(share, 1);
});
