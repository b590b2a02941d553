import { CodedError } from '../../../common/codedError.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import type { EcdsaKeyAlgorithm, WebCryptoKey } from '../webCrypto.ts';
import { MalformedSignature } from '../signature/malformedSignature.ts';
import { certificateOf, type SigningCertificate } from '../signature/readCertificate.ts';
import { distinguishedName, makeCertificate } from './certificate.ts';
import type { Der } from './der.ts';

/** What is kept of one who signs. The key is a secret: it belongs into no log, error or event. */
export interface KeyAndCertificate {
  /** PKCS #8, in DER. */
  readonly privateKey: Der;
  /** X.509, in DER. */
  readonly certificate: Der;
}

/** Ready to sign. */
export interface LoadedSigner {
  readonly key: WebCryptoKey;
  readonly certificate: Der;
  readonly facts: SigningCertificate;
}

export interface SignerNames {
  readonly profileName: string;
  readonly profileVersion: string;
}

export const developmentRootName = 'Lambda Workbench development root';

const dayMs = 86_400_000;
const rootDays = 3652;
const signerDays = 365;
/** Clocks are set back at times: what was made a moment ago is valid all the same. */
const backdatedMs = dayMs;
const algorithm: EcdsaKeyAlgorithm = { name: 'ECDSA', namedCurve: 'P-384' };

/** A root certificate that signs itself, with a P-384 key. `now`: milliseconds since the epoch. */
export async function createAuthority(now: number, platform: SigningPlatform): Promise<KeyAndCertificate> {
  const { key, privateKey, publicKey } = await newKey(platform);
  const name = distinguishedName({ commonName: developmentRootName });
  const request = {
    serialNumber: serialNumber(platform),
    issuer: name,
    subject: name,
    publicKey,
    issuerPublicKey: publicKey,
    notBefore: now - backdatedMs,
    notAfter: now + rootDays * dayMs,
    usage: 'authority',
  } as const;
  return { privateKey, certificate: await makeCertificate(request, key, platform) };
}

/**
 * A certificate for signing code, with a key of its own, for a version of a signing profile. It is valid for a year, and no longer than
 * its issuer. Throws CodedError `SIGNING_AUTHORITY_EXPIRED` where the issuer is not valid at `now`.
 */
export async function issueSigner(
  authority: LoadedSigner,
  { profileName, profileVersion }: SignerNames,
  now: number,
  platform: SigningPlatform,
): Promise<KeyAndCertificate> {
  const { facts } = authority;
  if (!isValidAt(facts, now)) throw expired(facts);
  const { privateKey, publicKey } = await newKey(platform);
  const request = {
    serialNumber: serialNumber(platform),
    issuer: facts.subject,
    subject: distinguishedName({ commonName: `Lambda Workbench signer ${profileVersion}`, unit: profileName }),
    publicKey,
    issuerPublicKey: facts.publicKey.raw,
    notBefore: Math.max(facts.notBefore, now - backdatedMs),
    notAfter: Math.min(facts.notAfter, now + signerDays * dayMs),
    usage: 'codeSigning',
  } as const;
  return { privateKey, certificate: await makeCertificate(request, authority.key, platform) };
}

/**
 * Takes up what was kept. Throws CodedError: `SIGNING_KEY_DAMAGED` (no P-384 key in PKCS #8), `SIGNING_CERTIFICATE_DAMAGED`,
 * `SIGNING_KEY_MISMATCH` (the certificate is of another key).
 */
export async function loadSigner({ privateKey, certificate }: KeyAndCertificate, platform: SigningPlatform): Promise<LoadedSigner> {
  const key = await platform.crypto.subtle.importKey('pkcs8', privateKey, algorithm, false, ['sign']).catch(() => undefined);
  if (key === undefined) throw new CodedError('SIGNING_KEY_DAMAGED', 'The signing key is damaged: it is no P-384 private key in PKCS #8. Restore or renew it.');
  const facts = factsOf(certificate);
  if (facts === undefined) throw new CodedError('SIGNING_CERTIFICATE_DAMAGED', 'The signing certificate is damaged. Restore or renew it.');
  if (!(await belongTogether(key, facts.publicKey.raw, platform))) {
    throw new CodedError('SIGNING_KEY_MISMATCH', 'The signing certificate is not of the key that stands with it. Restore both, or renew them.');
  }
  return { key, certificate, facts };
}

export function isValidAt({ notBefore, notAfter }: Pick<SigningCertificate, 'notBefore' | 'notAfter'>, now: number): boolean {
  return notBefore <= now && now <= notAfter;
}

function factsOf(certificate: Der): SigningCertificate | undefined {
  try {
    return certificateOf(certificate);
  } catch (error) {
    if (error instanceof MalformedSignature) return undefined;
    throw error;
  }
}

async function newKey({ crypto: { subtle } }: SigningPlatform): Promise<{ key: WebCryptoKey; privateKey: Der; publicKey: Der }> {
  const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [privateKey, publicKey] = await Promise.all([subtle.exportKey('pkcs8', pair.privateKey), subtle.exportKey('spki', pair.publicKey)]);
  return { key: pair.privateKey, privateKey: new Uint8Array(privateKey), publicKey: new Uint8Array(publicKey) };
}

/** 127 random bits, and one that makes sure that they are a positive number of that length. */
function serialNumber({ crypto }: SigningPlatform): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

async function belongTogether(key: WebCryptoKey, publicKey: Der, { crypto: { subtle } }: SigningPlatform): Promise<boolean> {
  const probe = Uint8Array.of(1, 2, 3);
  const ecdsa = { name: 'ECDSA', hash: 'SHA-384' } as const;
  try {
    const verifier = await subtle.importKey('spki', publicKey, algorithm, false, ['verify']);
    return await subtle.verify(ecdsa, verifier, new Uint8Array(await subtle.sign(ecdsa, key, probe)), probe);
  } catch {
    return false;
  }
}

function expired({ notBefore, notAfter }: SigningCertificate): CodedError {
  const from = new Date(notBefore).toISOString();
  const to = new Date(notAfter).toISOString();
  return new CodedError('SIGNING_AUTHORITY_EXPIRED', `The development root certificate is valid from ${from} to ${to}. Renew it, or set the clock right.`);
}
