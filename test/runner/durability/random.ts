/** Numbers from 0 up to, not including, 1; the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** From 0 up to, not including, `count`. */
export function below(random: () => number, count: number): number {
  return Math.floor(random() * count);
}

export function oneOf<T>(random: () => number, items: readonly T[]): T | undefined {
  return items[below(random, items.length)];
}
