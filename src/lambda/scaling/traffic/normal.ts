const rootOf2 = Math.SQRT2;
const rootOfPi = Math.sqrt(Math.PI);

/** The chance that a standard normal value is above `x`. Exact to about 1e-15, relative to the answer also far out. */
export function normalSurvival(x: number): number {
  return x < 0 ? 1 - tail(-x) : tail(x);
}

/** The standard normal value below which the share `q` lies; -Infinity for 0 and below, Infinity for 1 and above. */
export function normalQuantile(q: number): number {
  if (!(q > 0)) return Number.NEGATIVE_INFINITY;
  if (q >= 1) return Number.POSITIVE_INFINITY;
  if (q > 0.5) return -normalQuantile(1 - q);
  // Newton's steps in the logarithm of the tail: it is concave, so that they run to the root from this side without overshooting.
  let x = Math.sqrt(Math.max(0, -2 * Math.log(2 * q)));
  for (let round = 0; round < 60; round++) {
    const above = tail(x);
    const density = Math.exp((-x * x) / 2) / (rootOf2 * rootOfPi);
    const step = (Math.log(above / q) * above) / density;
    x += step;
    if (Math.abs(step) < 1e-14 * Math.max(1, x)) break;
  }
  return -x;
}

function tail(x: number): number {
  const z = x / rootOf2;
  return z < 2.5 ? (1 - errorFunction(z)) / 2 : complement(z) / 2;
}

/** By the series whose terms are all positive, which loses no digits. */
function errorFunction(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / rootOfPi) * Math.exp(-z * z) * sum;
}

/** By the continued fraction, from its depth outwards. */
function complement(z: number): number {
  let fraction = z;
  for (let n = 80; n >= 1; n--) fraction = z + n / 2 / fraction;
  return Math.exp(-z * z) / (rootOfPi * fraction);
}
