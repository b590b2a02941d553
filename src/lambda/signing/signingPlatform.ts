/** What checking and making signatures needs of the machine. */
export interface SigningPlatform {
  /** WebCrypto. */
  readonly crypto: object;
  sha384(): Digester;
  /** Unpacks a deflated entry, piece by piece; rejects where the data is damaged. */
  inflate(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

export interface Digester {
  update(bytes: Uint8Array): void;
  /** Once. */
  digest(): Uint8Array;
}
