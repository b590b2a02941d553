/** Draws numbers from 0 to below 1. */
export type Random = () => number;

/**
 * The same numbers for the same seed and stream; other streams of a seed have nothing in common with it. The generator is sfc32 (Chris
 * Doty-Humphrey's small fast counting generator, of PractRand), whose state is made by the mixer of SplitMix.
 */
export function randomOf(seed: number, stream = 0): Random {
  const mix = mixer(seed, stream);
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first numbers still show the state they began with.
  for (let round = 0; round < 12; round++) next();
  return next;
}

function mixer(seed: number, stream: number): () => number {
  let state = (Math.imul(seed | 0, 0x9e37_79b1) ^ Math.imul((stream + 1) | 0, 0x85eb_ca6b) ^ Math.trunc(seed / 4_294_967_296)) | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a_2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}

/** Standard normal values, by Marsaglia's polar method: two at a time. */
export function normalOf(random: Random): Random {
  let spare = 0;
  let has = false;
  return () => {
    if (has) {
      has = false;
      return spare;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = 2 * random() - 1;
      y = 2 * random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const stretch = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * stretch;
    has = true;
    return x * stretch;
  };
}

/** Exponential values of mean 1: what lies between random arrivals. */
export function exponentialOf(random: Random): Random {
  return () => -Math.log(1 - random());
}
