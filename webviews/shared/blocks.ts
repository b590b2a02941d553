/** Values in blocks of `size`, a power of two: so that a chart of many values need not look at each of them in every frame. NaN is a gap. */
export interface Blocks {
  readonly size: number;
  /** NaN where a block has no value. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  readonly latest: Float64Array;
  /** Index of the highest among all values; -1 where a block has none. */
  readonly highestAt: Int32Array;
}

/** Fewer values than this are looked at one by one. */
const worthwhile = 4096;
const smallest = 8;

const known = new WeakMap<Float64Array, Blocks[]>();

/** The largest blocks of at most so many values; undefined where single ones do as well. Values must not change once they were asked about. */
export function blocksOf(values: Float64Array, atMost: number): Blocks | undefined {
  if (values.length < worthwhile || atMost < smallest) return undefined;
  const power = Math.floor(Math.log2(Math.min(atMost, values.length)));
  let levels = known.get(values);
  if (levels === undefined) known.set(values, (levels = [ofValues(values)]));
  const wanted = power - Math.log2(smallest);
  while (levels.length <= wanted) {
    const last = levels.at(-1);
    if (last === undefined) break;
    levels.push(twiceAsLarge(last, values));
  }
  return levels[wanted];
}

function blank(count: number, size: number): Blocks {
  const gaps = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  return { size, lowest: gaps(), highest: gaps(), latest: gaps(), highestAt: new Int32Array(count).fill(-1) };
}

function ofValues(values: Float64Array): Blocks {
  const blocks = blank(Math.ceil(values.length / smallest), smallest);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (value === value) take(blocks, Math.floor(index / smallest), value, value, value, index);
  }
  return blocks;
}

function twiceAsLarge({ size, lowest, highest, latest, highestAt }: Blocks, values: Float64Array): Blocks {
  const blocks = blank(Math.ceil(values.length / (size * 2)), size * 2);
  for (let index = 0; index < latest.length; index++) {
    const last = latest[index] ?? Number.NaN;
    if (last === last) take(blocks, index >> 1, lowest[index] ?? last, highest[index] ?? last, last, highestAt[index] ?? -1);
  }
  return blocks;
}

function take({ lowest, highest, latest, highestAt }: Blocks, block: number, low: number, high: number, last: number, at: number): void {
  // Written so that NaN gives way.
  if (!((lowest[block] ?? low) <= low)) lowest[block] = low;
  if (!((highest[block] ?? high) >= high)) {
    highest[block] = high;
    highestAt[block] = at;
  }
  latest[block] = last;
}

const sums = new WeakMap<Float64Array, Float64Array>();

/** The sum of the values from `first` to `last`, gaps left out; of many values by sums that are kept. */
export function sumOf(values: Float64Array, first: number, last: number): number {
  if (last < first) return 0;
  if (values.length < worthwhile) return added(values, first, last);
  let running = sums.get(values);
  if (running === undefined) {
    running = new Float64Array(values.length + 1);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      running[index + 1] = (running[index] ?? 0) + (value === value ? value : 0);
    }
    sums.set(values, running);
  }
  return (running[last + 1] ?? 0) - (running[first] ?? 0);
}

function added(values: Float64Array, first: number, last: number): number {
  let sum = 0;
  for (let index = first; index <= last; index++) {
    const value = values[index] ?? Number.NaN;
    if (value === value) sum += value;
  }
  return sum;
}
