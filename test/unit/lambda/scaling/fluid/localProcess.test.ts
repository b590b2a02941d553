import { expect, test } from 'vitest';
import { erlangB, lossShare } from '../../../../../src/lambda/scaling/simulation/fluid/erlang.ts';
import { EvenLoss } from '../../../../../src/lambda/scaling/simulation/fluid/evenLoss.ts';
import { fluidLaws } from '../../../../../src/lambda/scaling/simulation/fluid/fluidLaws.ts';
import { LimitSplit } from '../../../../../src/lambda/scaling/simulation/fluid/limitSplit.ts';
import { LocalProcess, type LocalLoad } from '../../../../../src/lambda/scaling/simulation/fluid/localProcess.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';
import { fluidFunction } from './fluidScenarios.ts';

const rps = (rate: number) => ({ type: 'constant', rps: rate }) as const;
const lawsOf = (ms: number) => fluidLaws(fluidFunction(rps(1), { duration: { type: 'constant', ms } }));
const spread = fluidLaws(fluidFunction(rps(1)));

function processOf(load: Partial<LocalLoad>): LocalProcess {
  const durations = Float64Array.of(0.1);
  const process = new LocalProcess({ rate: 200, even: false, servers: 20, requests: Number.POSITIVE_INFINITY, durations, random: randomOf(1), ...load });
  process.advance(400_000);
  return process;
}

/** It is known the better the more often it is looked at. */
function lookedAt<Value>(look: () => Value): Value {
  for (let times = 0; times < 40; times++) look();
  return look();
}

test.each([
  { name: 'constant durations', durations: Float64Array.of(0.1) },
  { name: 'log-normal durations', durations: spread.durations() },
])('random arrivals lose as many as Erlang says: $name', ({ durations }) => {
  const mean = durations.reduce((sum, value) => sum + value, 0) / durations.length;
  const { limited, arrivals } = processOf({ rate: 20 / mean, durations });
  expect(limited / arrivals / erlangB(20, 20)).toBeCloseTo(1, 1);
});

test('evenly spaced work that takes as long is taken in turns', () => {
  const { limited, arrivals } = processOf({ rate: 500, even: true, durations: Float64Array.of(0.121), servers: 57 });
  expect(limited / arrivals).toBeCloseTo(1 - 57 / 61, 4);
});

test('requests let through what they are, whatever asks', () => {
  const { limited, bounded, arrivals } = processOf({ rate: 600, requests: 100 });
  expect(limited).toBe(0);
  expect(bounded / arrivals).toBeCloseTo(5 / 6, 2);
});

test('only what the front leaves is counted, and it comes in bursts', () => {
  const { limited, arrivals } = processOf({ rate: 200, servers: 4, front: { servers: 20, requests: 1000 } });
  expect(arrivals / 400_000).toBeCloseTo(erlangB(20, 20), 2);
  expect(limited / arrivals).toBeGreaterThan(1.5 * erlangB(20 * erlangB(20, 20), 4));
});

test('more of what is evenly spaced is lost than the formula says, and by turns where all take as long', () => {
  const factor = (): number => {
    const loss = new EvenLoss(spread.warm, () => spread.durations());
    return lookedAt(() => loss.factor(59.7, 60));
  };
  expect(factor()).toBeGreaterThan(1.07);
  expect(factor()).toBeLessThan(1.13);
  expect(factor()).toBe(factor());
  expect(lawsOf(121).evenLoss.factor(60.5, 57) * lossShare(60.5, 57, 0.002)).toBeCloseTo(1 - 57 / 61, 6);
});

test.each([
  { ms: 20, share: undefined },
  { ms: 92, share: 0.0517 },
])('who is refused by concurrency while no requests are left, of work of $ms ms', ({ ms, share }) => {
  const laws = lawsOf(ms);
  const limits = new LimitSplit();
  const split = lookedAt(() => limits.of([{ rate: 1100, even: false, kernel: laws.warm, durations: laws.durations() }], 100));
  if (share === undefined) expect(split).toBeUndefined();
  else expect((split?.share ?? 0) / share).toBeCloseTo(1, 1);
});
