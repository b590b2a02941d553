import type { SigningPlatform } from '../signingPlatform.ts';
import type { WebCryptoKey } from '../webCrypto.ts';
import { type Der, integer, sequence } from './der.ts';

/** With SHA-384, as X.509 and CMS have it: a sequence of r and s. */
export async function ecdsaSignature(data: Der, key: WebCryptoKey, { crypto }: SigningPlatform): Promise<Der> {
  const both = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, key, data));
  const half = both.length / 2;
  return sequence(integer(both.subarray(0, half)), integer(both.subarray(half)));
}
