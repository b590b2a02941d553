/** The part of the Web Cryptography API that signatures use; `webcrypto` of Node's crypto and a browser's `crypto` both have it. */
export interface WebCrypto {
  readonly subtle: WebCryptoSubtle;
  getRandomValues<Bytes extends Uint8Array<ArrayBuffer>>(bytes: Bytes): Bytes;
}

export interface WebCryptoSubtle {
  digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  generateKey(algorithm: EcdsaKeyAlgorithm, extractable: boolean, usages: WebCryptoUsage[]): Promise<WebCryptoKeyPair>;
  importKey(
    format: 'spki' | 'pkcs8',
    key: Uint8Array<ArrayBuffer>,
    algorithm: EcdsaKeyAlgorithm | RsaKeyAlgorithm,
    extractable: boolean,
    usages: WebCryptoUsage[],
  ): Promise<WebCryptoKey>;
  exportKey(format: 'spki' | 'pkcs8', key: WebCryptoKey): Promise<ArrayBuffer>;
  /** Signatures have the form of IEEE P1363: r and s in a row. */
  sign(algorithm: EcdsaAlgorithm, key: WebCryptoKey, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  verify(algorithm: EcdsaAlgorithm | RsaKeyAlgorithm, key: WebCryptoKey, signature: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** A key that only its own implementation sees into. */
export interface WebCryptoKey {
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
  readonly type: string;
}

export interface WebCryptoKeyPair {
  readonly privateKey: WebCryptoKey;
  readonly publicKey: WebCryptoKey;
}

export interface EcdsaKeyAlgorithm {
  name: 'ECDSA';
  namedCurve: 'P-256' | 'P-384' | 'P-521';
}

export type SignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

export interface EcdsaAlgorithm {
  name: 'ECDSA';
  hash: SignatureHash;
}

/** Of PKCS #1, version 1.5: key and signature have one. */
export interface RsaKeyAlgorithm {
  name: 'RSASSA-PKCS1-v1_5';
  hash: SignatureHash;
}

export type WebCryptoUsage = 'sign' | 'verify';
