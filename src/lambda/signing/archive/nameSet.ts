/**
 * Names that have been seen, by a hash of 53 bits each: a million of them take 16 to 32 MB so, and many times that as texts. Two
 * names that are not the same meet once in thousands of millions of packages, unless somebody seeks them; the package is then refused.
 * Where a hash stands depends on numbers that nobody who makes a package knows: names that are chosen do not meet there either.
 */
export class NameSet {
  #slots = new Float64Array(1024);
  /** 32 less the binary digits of a slot. */
  #shift = 22;
  #count = 0;
  readonly #ofLow: number;
  readonly #ofHigh: number;

  /** @param random eight bytes. */
  constructor(random: Uint8Array) {
    this.#ofLow = oddAt(random, 0);
    this.#ofHigh = oddAt(random, 4);
  }

  /** False where the name was there. */
  add(name: Uint8Array): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    if (!this.#insert(hashOf(name))) return false;
    this.#count += 1;
    return true;
  }

  #insert(hash: number): boolean {
    const mask = this.#slots.length - 1;
    // The upper digits of a product with an unknown odd number: multiply-shift hashing (Dietzfelbinger and others, 1997).
    const product = Math.imul(hash | 0, this.#ofLow) + Math.imul(Math.floor(hash / 4_294_967_296), this.#ofHigh);
    let slot = (product >>> this.#shift) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) if (this.#slots[slot] === hash) return false;
    this.#slots[slot] = hash;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    this.#shift -= 1;
    for (const hash of old) if (hash !== 0) this.#insert(hash);
  }
}

function oddAt(random: Uint8Array, at: number): number {
  let value = 0;
  for (const byte of random.subarray(at, at + 4)) value = (value << 8) | byte;
  return value | 1;
}

/** Two multiplicative hashes side by side; never 0, which marks a free slot. */
function hashOf(name: Uint8Array): number {
  let low = 0x811c_9dc5;
  let high = 0x1b87_3593;
  for (const byte of name) {
    low = Math.imul(low ^ byte, 0x0100_0193);
    high = Math.imul(high ^ byte, 0x85eb_ca6b);
    high ^= high >>> 13;
  }
  return ((high & 0x1f_ffff) * 4_294_967_296 + ((low ^ (low >>> 15)) >>> 0)) || 1;
}
