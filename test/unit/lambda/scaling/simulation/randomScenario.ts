import * as fc from 'fast-check';
import type { FunctionScenario, InvocationSource, Scenario } from '../../../../../src/lambda/scaling/simulation/scenario.ts';
import type { Distribution, TrafficShape } from '../../../../../src/lambda/scaling/traffic/traffic.ts';

const rps = fc.integer({ min: 0, max: 60 });
const shape: fc.Arbitrary<TrafficShape> = fc.oneof(
  fc.record({ type: fc.constant('constant' as const), rps }),
  fc.record({ type: fc.constant('ramp' as const), fromRps: rps, toRps: rps }),
  fc.record({ type: fc.constant('spike' as const), baseRps: rps, peakRps: fc.integer({ min: 0, max: 500 }), atSeconds: fc.integer({ min: 0, max: 8 }), forSeconds: fc.constant(1) }),
);
const ms = fc.integer({ min: 0, max: 3000 });
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ type: fc.constant('constant' as const), ms }),
  fc.record({ type: fc.constant('logNormal' as const), medianMs: fc.integer({ min: 1, max: 500 }), p99Ms: fc.integer({ min: 500, max: 5000 }) }),
  fc.record({ type: fc.constant('empirical' as const), valuesMs: fc.array(ms, { minLength: 1, maxLength: 5 }) }),
);
const source: fc.Arbitrary<InvocationSource> = fc.oneof(
  fc.constant({ type: 'sync' } as const),
  fc.record({ type: fc.constant('async' as const), maximumRetries: fc.integer({ min: 0, max: 2 }), maximumAgeSeconds: fc.constantFrom(60, 21_600) }),
  fc.record({ type: fc.constant('sqs' as const), batchSize: fc.constant(1), visibilityTimeoutSeconds: fc.integer({ min: 3, max: 10 }) }),
  fc.record({ type: fc.constant('stream' as const), shards: fc.integer({ min: 1, max: 5 }), batchSize: fc.constant(1) }),
);
const drawn = fc.record({
  seed: fc.integer(),
  concurrency: fc.integer({ min: 1, max: 60 }),
  initsAtOnce: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  rateScale: fc.constantFrom(1, 0.01),
  functions: fc.array(
    fc.record({
      reserved: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      count: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
      moved: fc.boolean(),
      shape,
      spacing: fc.constantFrom('poisson' as const, 'even' as const),
      duration: distribution,
      init: distribution,
      source,
      errorRate: fc.constantFrom(0, 0.3),
      idleSeconds: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** Small scenarios of any kind, whose reservations and provisioned concurrency the account can hold. */
export const randomScenario: fc.Arbitrary<Scenario> = drawn.map((values) => scenarioOf(values));

function scenarioOf({ seed, concurrency, initsAtOnce, rateScale, functions }: Drawn): Scenario {
  let left = concurrency;
  const turns = initsAtOnce === undefined ? {} : { initsAtOnce };
  return {
    seed,
    seconds: 12,
    account: { concurrency },
    rateScale,
    ...turns,
    functions: functions.map(({ reserved, count, moved, shape, spacing, ...rest }, index): FunctionScenario => {
      const held = reserved === undefined ? undefined : Math.min(reserved, left);
      const provisioned = count === undefined ? undefined : Math.min(count, held ?? left);
      left -= held ?? provisioned ?? 0;
      const schedule = [{ atSeconds: 4, minimum: 0, maximum: 0 }, { atSeconds: 6, minimum: provisioned ?? 0, maximum: provisioned ?? 0 }];
      return {
        name: `f${index}`,
        memoryMegabytes: 128,
        timeoutSeconds: 3,
        traffic: { shape, spacing },
        ...rest,
        ...(held !== undefined && { reserved: held }),
        ...(provisioned !== undefined && {
          provisioned: moved ? { type: 'autoScaling', minimum: provisioned, maximum: provisioned, schedule } : { type: 'fixed', count: provisioned },
        }),
      };
    }),
  };
}
