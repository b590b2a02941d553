import { createPublicKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';

import { MalformedSignature } from '../../../../src/lambda/signing/signature/malformedSignature.ts';
import { certificateOf, type SigningCertificate } from '../../../../src/lambda/signing/signature/readCertificate.ts';
import { SignatureVerifier } from '../../../../src/lambda/signing/signature/verifySignatures.ts';
import { randomNumbers } from '../../../shared/randomNumbers.ts';
import { sharedChain } from '../../../shared/signing/signedPackage.ts';

/** Of authorities all over the world, of RSA and ECDSA, as OpenSSL reads them. */
const authorities = rootCertificates.map((pem) => new X509Certificate(pem));
const own = Object.values(sharedChain()).map(({ der }) => new X509Certificate(der));
const codeSigning = '1.3.6.1.5.5.7.3.3';

describe('reads certificates as OpenSSL does', () => {
  it('has some to read', () => {
    expect(authorities.length).toBeGreaterThan(100);
    expect(new Set(authorities.map(({ publicKey }) => publicKey.asymmetricKeyType))).toEqual(new Set(['rsa', 'ec']));
  });

  it.each([...authorities, ...own].map((certificate) => [certificate.subject.split('\n').at(-1), certificate] as const))('%s', (_, expected) => {
    expect(factsOf(certificateOf(expected.raw))).toEqual(opensslFactsOf(expected));
  });
});

it('finds the signatures valid with which authorities sign themselves, and no others', async () => {
  const verifier = new SignatureVerifier(webcrypto);
  const read = authorities.map(({ raw }) => certificateOf(raw));
  const valid = await Promise.all(read.map((certificate) => verifier.issued(certificate, certificate)));
  // Some old ones signed themselves with SHA-1, which is none of the digests that count.
  const weak = read.filter(({ signature }) => signature.algorithm === '1.2.840.113549.1.1.5').length;
  expect(valid.filter((one) => !one)).toHaveLength(weak);
  expect(valid.length - weak).toBeGreaterThan(80);
  const others = await Promise.all(read.map((certificate, index) => verifier.issued(certificate, read.at(index - 1) ?? certificate)));
  expect(others).not.toContain(true);
});

it.each([
  ['of authorities', authorities],
  ['of our own, whose extensions are only those that count', own],
])('reads no mutant otherwise than OpenSSL does: %s', (_, originals) => {
  const random = randomNumbers(11);
  const read = { both: 0, refused: 0 };
  for (let round = 0; round < 4000; round += 1) {
    const der = Uint8Array.from(originals[Math.floor(random() * originals.length)]?.raw ?? []);
    der[Math.floor(random() * der.length)] = Math.floor(random() * 256);
    const certificate = unless((error) => error instanceof MalformedSignature, () => certificateOf(der));
    if (certificate === undefined) read.refused += 1;
    // What one of them refuses, or whose key cannot be read, nobody can trust.
    const ours = unless(() => true, () => certificate && factsOf(certificate));
    const theirs = unless(() => true, () => opensslFactsOf(new X509Certificate(der)));
    if (ours === undefined || theirs === undefined) continue;
    read.both += 1;
    expect({ ...ours, authority: theirs.authority }, `round ${round}`).toEqual(theirs);
    // To OpenSSL one is no authority either where an extension is broken that means nothing here.
    if (originals === own && ours.authority) expect(theirs.authority, `round ${round}`).toBe(true);
  }
  expect(Math.min(read.both, read.refused)).toBeGreaterThan(100);
});

interface Facts {
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly publicKey: string;
  readonly authority: boolean;
  readonly signsCode: boolean | undefined;
}

function factsOf({ serialNumber, notBefore, notAfter, publicKey, usage }: SigningCertificate): Facts {
  return {
    serialNumber: BigInt(`0x${Buffer.from(serialNumber).toString('hex')}`).toString(16),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    publicKey: written(createPublicKey({ key: Buffer.from(publicKey.raw), type: 'spki', format: 'der' })),
    authority: usage.pathLength !== undefined && usage.keyUsage?.keyCertSign !== false && !usage.refused,
    signsCode: usage.extended?.includes(codeSigning),
  };
}

function opensslFactsOf(certificate: X509Certificate): Facts {
  // Types do not say that it is undefined where there is none.
  const extended: readonly string[] | undefined = certificate.keyUsage;
  return {
    serialNumber: BigInt(`0x${certificate.serialNumber}`).toString(16),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    publicKey: written(certificate.publicKey),
    authority: certificate.ca,
    signsCode: extended?.includes(codeSigning),
  };
}

/** As OpenSSL writes it: the same key may stand in other bytes. */
function written(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function unless<T>(mayThrow: (error: unknown) => boolean, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (mayThrow(error)) return undefined;
    throw error;
  }
}
