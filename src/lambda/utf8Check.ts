export interface InvalidByte {
  readonly offset: number;
  /** Where in a character it stands: first, or after the first. */
  readonly place: 'start' | 'middle';
}

/** The first byte that no UTF-8 has there; undefined where there is none. An end amid a character counts as its first byte. */
export function firstInvalidByte(bytes: Uint8Array): InvalidByte | undefined {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const length = characterLength(first);
    if (length === 0) return { offset: at, place: 'start' };
    const [lowest, highest] = secondByteRange(first);
    for (let index = 1; index < length; index += 1) {
      const byte = bytes[at + index];
      if (byte === undefined) return { offset: at, place: 'start' };
      if (byte < (index === 1 ? lowest : 0x80) || byte > (index === 1 ? highest : 0xbf)) return { offset: at + index, place: 'middle' };
    }
    at += length;
  }
  return undefined;
}

/** 0 for a byte that begins no character. Source: the Unicode Standard, table 3-7 "Well-Formed UTF-8 Byte Sequences". */
function characterLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** Neither a longer writing than needed, nor half of a surrogate pair, nor beyond the last character. Same source. */
function secondByteRange(first: number): readonly [lowest: number, highest: number] {
  switch (first) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return [0x80, 0xbf];
  }
}
