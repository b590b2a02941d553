import { describe, expect, test } from 'vitest';
import { type ThrottleRule, throttleRules } from '../../../../src/lambda/scaling/rules/verdict.ts';
import type { FunctionResult, SimulationResult } from '../../../../src/lambda/scaling/simulation/result.ts';
import { simulateReport } from '../../../../src/runner/cli/simulateReport.ts';

const cost = { requests: 0.2, onDemand: 1, provisionedDuration: 0, provisionedCapacity: 0, total: 1.2 };
const series: FunctionResult['series'] = {
  arrivals: [1], invocations: [1], throttledByLimit: [0], throttledByRate: [0], errors: [0], coldStarts: [1], provisionedInUse: [0], onDemand: [1], spillover: [0],
  concurrency: [1, 2, 3], provisioned: [0], environments: [1], scalingCeiling: [1000], p50: [1], p90: [1], p99: [null], queueDepth: [0], queueAge: [0], costPerHour: [1],
};

function fn(name: string, totals: Partial<FunctionResult['totals']> = {}): FunctionResult {
  return {
    name,
    cost,
    series,
    latencyMs: { p50: 12.3, p90: 100, p99: 2_000, max: 3_000 },
    totals: {
      arrivals: 12_345, invocations: 12_000, throttles: throttled({}), errors: 12, coldStarts: 120, provisionedInvocations: 0, spilloverInvocations: 0, dropped: 0, waiting: 0,
      peakConcurrency: 30, p99Concurrency: 20, peakEnvironments: 35, gigabyteSeconds: { onDemand: 1, provisionedUsed: 0, provisionedIdle: 0 },
      ...totals,
    },
  };
}

function throttled(some: Partial<Record<ThrottleRule, number>>): Record<ThrottleRule, number> {
  return { reservedConcurrency: 0, unreservedConcurrency: 0, scalingRate: 0, reservedRequests: 0, unreservedRequests: 0, ...some };
}

function result(functions: readonly FunctionResult[], mode: SimulationResult['mode'] = 'exact'): SimulationResult {
  return { mode, seconds: 3_600, stepSeconds: 1, account: { peakConcurrency: 42, concurrency: [1, 42] }, functions, cost };
}

describe('a report', () => {
  test('tells the figures of a function, and leaves out what is none', () => {
    const text = simulateReport(result([fn('orders')]));
    expect(text).toMatch(/^Simulated 1 h, each invocation\.\n\norders\n/);
    expect(text).toContain('  Arrivals                          12,345\n');
    expect(text).toContain('  Cold starts                          120  1.00 %\n');
    expect(text).toContain('30  at the peak; 20 in 99 of 100 seconds; 35 environments\n');
    expect(text).toContain('p50 12 ms  p90 100 ms  p99 2.00 s  max 3.00 s\n');
    expect(text).toContain('Cost 1.20 USD, 876.00 USD a month at this pace');
    expect(text).not.toMatch(/Spilled over|provisioned environments|Given up|Still waiting|account:/);
  });

  test.each(throttleRules)('tells what would mend throttles by %s', (rule) => {
    const mends = /^ {2}345 throttled: .+\.\n {6}\S.+\.$/m;
    expect(simulateReport(result([fn('orders', { throttles: throttled({ [rule]: 345 }) })]))).toMatch(mends);
    expect(simulateReport(result([fn('orders')]))).not.toMatch(mends);
  });

  test('of several functions has the account too', () => {
    const text = simulateReport(result([fn('orders', { provisionedInvocations: 5, spilloverInvocations: 6 }), fn('mail', { dropped: 7, waiting: 8 })], 'fluid'));
    expect(text).toContain('what is to be expected on average');
    expect(text).toContain('\nmail\n');
    expect(text).toMatch(/In provisioned environments +5 .*\n +Spilled over +6 /);
    expect(text).toMatch(/Given up +7\n +Still waiting +8\n/);
    expect(text).toContain('account: peak concurrency 42\n');
  });
});
