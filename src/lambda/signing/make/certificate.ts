import type { SigningPlatform } from '../signingPlatform.ts';
import type { WebCryptoKey } from '../webCrypto.ts';
import {
  bitString,
  boolean,
  type Der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
  time,
  utf8String,
} from './der.ts';
import { objectIds } from '../objectIds.ts';
import { ecdsaAlgorithm } from './algorithms.ts';
import { ecdsaSignature } from './ecdsaSignature.ts';

export interface CertificateRequest {
  /** Bytes of a positive number. */
  readonly serialNumber: Uint8Array;
  /** A Name, in DER. */
  readonly issuer: Der;
  readonly subject: Der;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Der;
  readonly issuerPublicKey: Der;
  /** Milliseconds since the epoch, with what comes within them. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly usage: 'authority' | 'codeSigning';
}

/** A certificate in DER, signed with ECDSA and SHA-384. */
export async function makeCertificate(request: CertificateRequest, issuerKey: WebCryptoKey, platform: SigningPlatform): Promise<Der> {
  const certified = sequence(
    // Version 3
    tagged(0, integer(Uint8Array.of(2))),
    integer(request.serialNumber),
    ecdsaAlgorithm,
    request.issuer,
    sequence(time(request.notBefore), time(request.notAfter)),
    request.subject,
    request.publicKey,
    tagged(3, sequence(...extensions(request, platform))),
  );
  return sequence(certified, ecdsaAlgorithm, bitString(await ecdsaSignature(certified, issuerKey, platform)));
}

/** `CN=…`, and `OU=…` above it where one is given. */
export function distinguishedName({ commonName, unit }: { readonly commonName: string; readonly unit?: string }): Der {
  const part = (id: string, value: string) => setOf(sequence(objectIdentifier(id), utf8String(value)));
  const units = unit === undefined ? [] : [part(objectIds.organizationalUnit, unit)];
  return sequence(...units, part(objectIds.commonName, commonName));
}

/** digitalSignature is the first bit; keyCertSign the sixth, cRLSign the seventh. */
const keyUsages = { codeSigning: bitString(Uint8Array.of(0b1000_0000), 7), authority: bitString(Uint8Array.of(0b0000_0110), 1) };
const pathLengthZero = integer(Uint8Array.of(0));

function extensions({ usage, publicKey, issuerPublicKey }: CertificateRequest, platform: SigningPlatform): readonly Der[] {
  const own = [
    critical(objectIds.basicConstraints, usage === 'authority' ? sequence(boolean(true), pathLengthZero) : sequence()),
    critical(objectIds.keyUsage, keyUsages[usage]),
    extension(objectIds.subjectKeyIdentifier, octetString(keyIdentifier(publicKey, platform))),
    extension(objectIds.authorityKeyIdentifier, sequence(taggedPrimitive(0, keyIdentifier(issuerPublicKey, platform)))),
  ];
  return usage === 'authority' ? own : [...own, extension(objectIds.extendedKeyUsage, sequence(objectIdentifier(objectIds.codeSigning)))];
}

const extension = (id: string, value: Der): Der => sequence(objectIdentifier(id), octetString(value));
const critical = (id: string, value: Der): Der => sequence(objectIdentifier(id), boolean(true), octetString(value));

/** The first 160 bits of the key's SHA-384 (RFC 7093, method 3, over the whole SubjectPublicKeyInfo as its method 4 has it). */
function keyIdentifier(publicKey: Der, platform: SigningPlatform): Uint8Array {
  const digester = platform.sha384();
  digester.update(publicKey);
  return digester.digest().slice(0, 20);
}
