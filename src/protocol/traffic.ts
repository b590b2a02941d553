/** Traffic and durations as files and messages bring them. Units and meanings as in the types of `src/lambda/scaling/traffic/`. */
import * as v from 'valibot';

/** A number within bounds, both included. */
export function number(least: number, most = Number.MAX_SAFE_INTEGER) {
  const text = most === Number.MAX_SAFE_INTEGER ? `a number from ${least}` : `a number from ${least} to ${most}`;
  return v.pipe(v.number(text), v.finite(text), v.minValue(least, text), v.maxValue(most, text));
}

export function whole(least: number, most: number) {
  return v.pipe(number(least, most), v.integer(`a whole number from ${least} to ${most}`));
}

/** A thousand million a second is beyond what is ever asked. */
const rate = number(0, 1e9);
const hour = number(0, 24);
const milliseconds = number(0, 86_400_000);
const span = number(0, 366 * 86_400);

export const TrafficShape = v.variant('type', [
  v.strictObject({ type: v.literal('constant'), rps: rate }),
  v.strictObject({ type: v.literal('ramp'), fromRps: rate, toRps: rate, overSeconds: v.exactOptional(span) }),
  v.strictObject({
    type: v.literal('step'),
    steps: v.pipe(
      v.array(v.strictObject({ atSeconds: span, rps: rate })),
      v.minLength(1, 'at least one step'),
      v.check((steps) => ascending(steps.map(({ atSeconds }) => atSeconds)), 'steps in the order of time'),
    ),
  }),
  v.strictObject({ type: v.literal('spike'), baseRps: rate, peakRps: rate, atSeconds: span, forSeconds: span }),
  v.strictObject({ type: v.literal('daily'), lowRps: rate, highRps: rate, highHour: hour, startHour: v.exactOptional(hour) }),
  v.strictObject({
    type: v.literal('trace'),
    stepSeconds: number(0.001, 86_400),
    counts: v.pipe(v.array(number(0, 1e12)), v.minLength(1, 'at least one count')),
  }),
  v.strictObject({ type: v.literal('arrivals'), atMs: v.pipe(v.array(number(0)), v.check((times) => ascending(times), 'times in order')) }),
]);

export const Traffic = v.strictObject({ shape: TrafficShape, spacing: v.picklist(['poisson', 'even']) });

export const Distribution = v.variant('type', [
  v.strictObject({ type: v.literal('constant'), ms: milliseconds }),
  v.pipe(
    v.strictObject({ type: v.literal('logNormal'), medianMs: number(0.000_001, 86_400_000), p99Ms: milliseconds }),
    v.forward(v.check(({ medianMs, p99Ms }) => p99Ms >= medianMs, 'a 99th percentile that is no less than the median'), ['p99Ms']),
  ),
  v.strictObject({ type: v.literal('empirical'), valuesMs: v.pipe(v.array(milliseconds), v.minLength(1, 'at least one value')) }),
]);

function ascending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));
}
