import { expect, test } from 'vitest';
import { addCosts, costOf, noCost, type Usage } from '../../../../../src/lambda/scaling/pricing/costOf.ts';
import { estimateLoad } from '../../../../../src/lambda/scaling/pricing/estimateLoad.ts';
import { pricedRegions, pricesOf } from '../../../../../src/lambda/scaling/pricing/priceTable.ts';

const nothing: Usage = { requests: 0, onDemandGigabyteSeconds: 0, provisionedUsedGigabyteSeconds: 0, provisionedHeldGigabyteSeconds: 0 };

test.each([
  // Examples of AWS's page of prices: 3 million requests of 120 ms at 1,536 MB; free tier left out.
  { usage: { ...nothing, requests: 3e6, onDemandGigabyteSeconds: 3e6 * 0.12 * 1.5 }, architecture: 'x86_64', total: 0.6 + 9.0 },
  // Provisioned: 1,000 of 1 GB for two hours, 1.2 million requests of 1 s.
  { usage: { ...nothing, requests: 1.2e6, provisionedHeldGigabyteSeconds: 7.2e6, provisionedUsedGigabyteSeconds: 1.2e6 }, architecture: 'x86_64', total: 30 + 0.24 + 11.67 },
  { usage: { ...nothing, onDemandGigabyteSeconds: 1e6 }, architecture: 'arm64', total: 13.3334 },
  { usage: { ...nothing, provisionedUsedGigabyteSeconds: 1e6, provisionedHeldGigabyteSeconds: 1e6 }, architecture: 'arm64', total: 7.7778 + 3.3334 },
  { usage: nothing, architecture: 'x86_64', total: 0 },
] as const)('usage costs $total dollars on $architecture', ({ usage, architecture, total }) => {
  expect(costOf(usage, architecture).total).toBeCloseTo(total, 2);
});

test('a total is the sum of its parts', () => {
  const cost = costOf({ requests: 5e6, onDemandGigabyteSeconds: 1e6, provisionedUsedGigabyteSeconds: 2e6, provisionedHeldGigabyteSeconds: 3e6 }, 'x86_64');
  expect(cost.total).toBeCloseTo(cost.requests + cost.onDemand + cost.provisionedDuration + cost.provisionedCapacity, 10);
  expect(addCosts(cost, noCost)).toEqual(cost);
  expect(addCosts(cost, cost).total).toBeCloseTo(2 * cost.total, 10);
});

test.each([
  { gigabyteSeconds: 6e9, cost: 6e9 * 0.0000166667 },
  { gigabyteSeconds: 15e9, cost: 6e9 * 0.0000166667 + 9e9 * 0.000015 },
  { gigabyteSeconds: 20e9, cost: 6e9 * 0.0000166667 + 9e9 * 0.000015 + 5e9 * 0.0000133334 },
])('$gigabyteSeconds GB-s in a month are priced by tiers', ({ gigabyteSeconds, cost }) => {
  const month = 730 * 3600;
  expect(costOf({ ...nothing, onDemandGigabyteSeconds: gigabyteSeconds }, 'x86_64', undefined, month).onDemand).toBeCloseTo(cost, 2);
  expect(costOf({ ...nothing, onDemandGigabyteSeconds: gigabyteSeconds / 730 }, 'x86_64', undefined, 3600).onDemand).toBeCloseTo(cost / 730, 2);
  expect(costOf({ ...nothing, onDemandGigabyteSeconds: gigabyteSeconds }, 'x86_64').onDemand).toBeCloseTo(gigabyteSeconds * 0.0000166667, 2);
});

test('prices of a Region that is not known are those of us-east-1, and say so', () => {
  expect(pricesOf('x86_64', 'mars-north-1')).toEqual(pricesOf('x86_64'));
  expect(pricesOf('x86_64', 'constructor').region).toBe('us-east-1');
  expect(pricesOf('arm64', 'eu-west-1').region).toBe('us-east-1');
  expect(pricesOf('x86_64', 'eu-central-1')).toMatchObject({ region: 'eu-central-1', provisionedCapacity: 0.0000050147 });
});

test.each(['x86_64', 'arm64'] as const)('prices on %s are sound in every Region', (architecture) => {
  expect(pricedRegions(architecture)).toContain('us-east-1');
  for (const region of pricedRegions(architecture)) {
    const prices = pricesOf(architecture, region);
    const first = prices.onDemandTiers[0]?.perGigabyteSecond ?? 0;
    // An environment that is always at work costs less provisioned than on demand.
    expect(prices.provisionedDuration).toBeLessThan(first);
    expect(prices.provisionedCapacity).toBeLessThan(prices.provisionedDuration);
    expect(prices.onDemandTiers.map(({ perGigabyteSecond }) => perGigabyteSecond)).toEqual(
      prices.onDemandTiers.map(({ perGigabyteSecond }) => perGigabyteSecond).sort((a, b) => b - a),
    );
    expect(prices.onDemandTiers.at(-1)?.upToGigabyteSeconds).toBe(Number.POSITIVE_INFINITY);
  }
});

test('a load is estimated by whole milliseconds', () => {
  const load = { invocations: 1e6, memoryMegabytes: 1024, architecture: 'x86_64' } as const;
  expect(estimateLoad({ ...load, meanMs: 100 })).toBeCloseTo(0.2 + 1.66667, 5);
  expect(estimateLoad({ ...load, meanMs: 0.2 })).toBeCloseTo(0.2 + 0.0166667, 5);
});
