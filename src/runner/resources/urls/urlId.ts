import { createHash } from 'node:crypto';

/** The letters of Lambda's own ids. */
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const bitsPerLetter = 5;
const length = 32;

/** The same for a function or alias at any time, so that a URL that is made again is the one that clients know. */
export function urlIdOf(arn: string): string {
  const bits = Array.from(createHash('sha256').update(arn).digest(), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length }, (_, index) => {
    const from = index * bitsPerLetter;
    return letters.charAt(Number.parseInt(bits.slice(from, from + bitsPerLetter), 2));
  }).join('');
}
