import { OctetString } from 'asn1js';
import { AlgorithmIdentifier, CryptoEngine } from 'pkijs';

import type { WebCrypto } from '../webCrypto.ts';
import { objectIds } from '../objectIds.ts';
import type { SigningCertificate } from './readCertificate.ts';
import type { ReadSignature } from './readSignedData.ts';

/** ECDSA and RSA with SHA-256, SHA-384 and SHA-512 (RFC 5758, RFC 8017): weaker digests let others make certificates. */
const certificateAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.10045.4.3.2',
  objectIds.ecdsaWithSha384,
  '1.2.840.10045.4.3.4',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
]);

/** Verifies signatures; what cannot be verified is not valid. */
export class SignatureVerifier {
  readonly #engine: CryptoEngine;

  constructor(crypto: WebCrypto) {
    this.#engine = new CryptoEngine({ crypto });
  }

  /** Whether the signer's key made the signature over the attributes. AWS Signer's keys are of P-384. */
  async attributesSigned({ signedBytes, signature, signer }: ReadSignature): Promise<boolean> {
    const { subjectPublicKeyInfo } = signer.parsed;
    const { algorithmId, algorithmParams: curve } = subjectPublicKeyInfo.algorithm;
    if (algorithmId !== objectIds.ecPublicKey || String(curve?.valueBlock) !== objectIds.p384) return false;
    const algorithm = new AlgorithmIdentifier({ algorithmId: objectIds.ecdsaWithSha384 });
    return held(this.#engine.verifyWithPublicKey(signedBytes, new OctetString({ valueHex: signature }), subjectPublicKeyInfo, algorithm));
  }

  async issued(certificate: SigningCertificate, issuer: SigningCertificate): Promise<boolean> {
    const { signature, signatureAlgorithm } = certificate.parsed;
    const { algorithmId } = signatureAlgorithm;
    // The algorithm stands twice, and only one of them is signed.
    if (!certificateAlgorithms.has(algorithmId) || signature.algorithmId !== algorithmId) return false;
    return held(certificate.parsed.verify(issuer.parsed, this.#engine));
  }
}

async function held(verdict: Promise<boolean>): Promise<boolean> {
  try {
    return await verdict;
  } catch {
    return false;
  }
}
