/** A zip's numbers are little-endian. Callers have made sure that the bytes are there: beyond them it throws. */
export class Numbers {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, true);
  }

  /** Numbers beyond 2^53 lose digits: they are larger than any archive, whose size bounds what is compared with them. */
  u64(offset: number): number {
    return this.#view.getUint32(offset, true) + this.#view.getUint32(offset + 4, true) * 4_294_967_296;
  }
}

export const none16 = 0xffff;
/** In the place of a number that has 64 bits and stands elsewhere. */
export const none32 = 0xffff_ffff;

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && standsAt(one, 0, other);
}

/** `bytes` reach far enough. */
export function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
