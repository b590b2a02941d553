import { objectIds } from '../objectIds.ts';
import type { EcdsaKeyAlgorithm, SignatureHash, WebCrypto } from '../webCrypto.ts';
import { coordinatesOf } from './ecdsaCoordinates.ts';
import type { PublicKey, SigningCertificate } from './readCertificate.ts';
import type { ReadSignature } from './readSignedData.ts';

interface SignatureAlgorithm {
  readonly key: 'ec' | 'rsa';
  readonly hash: SignatureHash;
}

/** Weaker digests than these let others make certificates. */
const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  [objectIds.ecdsaWithSha256]: { key: 'ec', hash: 'SHA-256' },
  [objectIds.ecdsaWithSha384]: { key: 'ec', hash: 'SHA-384' },
  [objectIds.ecdsaWithSha512]: { key: 'ec', hash: 'SHA-512' },
  [objectIds.rsaWithSha256]: { key: 'rsa', hash: 'SHA-256' },
  [objectIds.rsaWithSha384]: { key: 'rsa', hash: 'SHA-384' },
  [objectIds.rsaWithSha512]: { key: 'rsa', hash: 'SHA-512' },
};

interface Curve {
  readonly name: EcdsaKeyAlgorithm['namedCurve'];
  readonly coordinateBytes: number;
}

const curves: Readonly<Record<string, Curve>> = {
  [objectIds.p256]: { name: 'P-256', coordinateBytes: 32 },
  [objectIds.p384]: { name: 'P-384', coordinateBytes: 48 },
  [objectIds.p521]: { name: 'P-521', coordinateBytes: 66 },
};

type Bytes = Uint8Array<ArrayBuffer>;

/** Verifies signatures; what cannot be verified is not valid. */
export class SignatureVerifier {
  readonly #crypto: WebCrypto;

  constructor(crypto: WebCrypto) {
    this.#crypto = crypto;
  }

  /** Whether the signer's key made the signature over the attributes. AWS Signer's keys are of P-384. */
  async attributesSigned({ signedBytes, signature, signer: { publicKey } }: ReadSignature): Promise<boolean> {
    return publicKey.curve === objectIds.p384 && (await this.#holds({ key: 'ec', hash: 'SHA-384' }, publicKey, signature, signedBytes));
  }

  async issued({ signature: { algorithm: id, value }, toBeSigned }: SigningCertificate, { publicKey }: SigningCertificate): Promise<boolean> {
    const algorithm = id === undefined ? undefined : algorithms[id];
    return algorithm !== undefined && (await this.#holds(algorithm, publicKey, value, toBeSigned));
  }

  async #holds({ key, hash }: SignatureAlgorithm, publicKey: PublicKey, signature: Bytes, signed: Bytes): Promise<boolean> {
    try {
      return await (key === 'ec' ? this.#ecdsa(hash, publicKey, signature, signed) : this.#rsa(hash, publicKey, signature, signed));
    } catch {
      return false;
    }
  }

  async #ecdsa(hash: SignatureHash, { raw, algorithm, curve: id }: PublicKey, signature: Bytes, signed: Bytes): Promise<boolean> {
    const curve = id === undefined ? undefined : curves[id];
    if (algorithm !== objectIds.ecPublicKey || curve === undefined) return false;
    const { subtle } = this.#crypto;
    const key = await subtle.importKey('spki', raw, { name: 'ECDSA', namedCurve: curve.name }, false, ['verify']);
    return await subtle.verify({ name: 'ECDSA', hash }, key, coordinatesOf(signature, curve.coordinateBytes), signed);
  }

  async #rsa(hash: SignatureHash, { raw }: PublicKey, signature: Bytes, signed: Bytes): Promise<boolean> {
    const { subtle } = this.#crypto;
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash } as const;
    return await subtle.verify(rsa, await subtle.importKey('spki', raw, rsa, false, ['verify']), signature, signed);
  }
}
