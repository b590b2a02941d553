import { firstInvalidByte } from '../../utf8Check.ts';

/** A name as people may read it: as UTF-8 where it is that, else a character for each byte, as the oldest zips have it. */
export function entryLabel(name: Uint8Array): string {
  const latin = Array.from(name, (byte) => String.fromCharCode(byte)).join('');
  if (firstInvalidByte(name) !== undefined) return latin;
  return decodeURIComponent(Array.from(name, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
