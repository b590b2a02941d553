const timeSteps = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000];

/** Round moments between `from` and `to` (milliseconds), at least `spacing` pixels apart. */
export function timeTicks(from: number, to: number, width: number, spacing: number): { readonly step: number; readonly ticks: number[] } {
  const fewest = ((to - from) * spacing) / Math.max(width, 1);
  const step = timeSteps.find((candidate) => candidate >= fewest) ?? 14_400_000;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return { step, ticks };
}

/** Whole numbers from 0 to `max`, at least `spacing` pixels apart on an axis of `height`. */
export function countTicks(max: number, height: number, spacing: number): number[] {
  const fewest = (max * spacing) / Math.max(height, 1);
  const step = roundUp(Math.max(1, fewest), [1, 2, 5]);
  const ticks: number[] = [];
  for (let tick = 0; tick <= max; tick += step) ticks.push(tick);
  return ticks;
}

/** Round values from 0 to `max`, fractions too, at least `spacing` pixels apart on an axis of `height`. */
export function amountTicks(max: number, height: number, spacing: number): number[] {
  if (max <= 0) return [0];
  const step = roundUp((max * spacing) / Math.max(height, 1), [1, 2, 5]);
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** A round end of an axis of amounts, a little above `value`. */
export function roundAmount(value: number): number {
  return value <= 0 ? 1 : roundUp(value * 1.05, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);
}

/** Powers of ten from `min` to `max`, with the 2s and 5s between them where there is room, and fewer where there is none. */
export function logTicks(min: number, max: number, height: number, spacing: number): number[] {
  const decades = Math.log10(max / min);
  const room = height / Math.max(decades, 0.001);
  const factors = room >= 4 * spacing ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(spacing / room));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min) + 1e-9); power <= Math.log10(max) + 1e-9; power += every) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(1));
      if (tick >= min * 0.999 && tick <= max * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

/** A round end of a count axis, a little above `value`: seldom another while the value moves. */
export function roundMax(value: number): number {
  return value <= 3.5 ? 4 : roundUp(value * 1.05, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);
}

function roundUp(value: number, factors: readonly number[]): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const factor = factors.find((candidate) => candidate * magnitude >= value) ?? 10;
  return factor * magnitude;
}
