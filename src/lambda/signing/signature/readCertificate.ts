import { timeOf } from './asn1Time.ts';
import { type BerElement, isContext, oidOf, partsOf, readBer, expectUniversal, universal, wholeBytesOf } from './ber.ts';
import { type CertificateUsage, usageOf } from './certificateUsage.ts';
import { distinguishedName } from './distinguishedName.ts';
import { MalformedSignature } from './malformedSignature.ts';

/** A certificate of X.509 as it was read (RFC 5280, 4.1); nothing of it is verified. */
export interface SigningCertificate {
  /** DER. */
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly toBeSigned: Uint8Array<ArrayBuffer>;
  /** Names in DER, and as people read them. */
  readonly issuer: Uint8Array<ArrayBuffer>;
  readonly subject: Uint8Array<ArrayBuffer>;
  readonly issuerName: string;
  readonly subjectName: string;
  /** Of its INTEGER. */
  readonly serialNumber: Uint8Array<ArrayBuffer>;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly usage: CertificateUsage;
  readonly publicKey: PublicKey;
  readonly signature: CertificateSignature;
}

export interface PublicKey {
  /** SubjectPublicKeyInfo, in DER. */
  readonly raw: Uint8Array<ArrayBuffer>;
  /** Object identifiers; of a curve only where the algorithm has one. */
  readonly algorithm: string;
  readonly curve: string | undefined;
}

export interface CertificateSignature {
  /** The object identifier; undefined where the one that is signed is another. */
  readonly algorithm: string | undefined;
  readonly value: Uint8Array<ArrayBuffer>;
}

/** Throws MalformedSignature. */
export function readCertificate(element: BerElement): SigningCertificate {
  const [toBeSigned, algorithm, value, ...more] = partsOf(element);
  const fields = [...partsOf(toBeSigned)];
  if (isContext(fields[0], 0)) fields.shift();
  const [serialNumber, signedAlgorithm, issuer, validity, subject, publicKey, ...optional] = fields;
  if (element.indefinite || toBeSigned === undefined || issuer === undefined || subject === undefined || more.length > 0) {
    throw new MalformedSignature('A certificate is none.');
  }
  const [notBefore, notAfter] = partsOf(validity);
  const signedWith = algorithmOf(signedAlgorithm);
  return {
    raw: element.raw,
    toBeSigned: toBeSigned.raw,
    issuer: issuer.raw,
    subject: subject.raw,
    issuerName: distinguishedName(issuer),
    subjectName: distinguishedName(subject),
    serialNumber: expectUniversal(serialNumber, universal.integer).content,
    notBefore: timeOf(notBefore, ['utc', 'generalized']),
    notAfter: timeOf(notAfter, ['utc', 'generalized']),
    usage: usageOf(optional.find((field) => isContext(field, 3))),
    publicKey: publicKeyOf(publicKey),
    signature: { algorithm: algorithmOf(algorithm) === signedWith ? signedWith : undefined, value: wholeBytesOf(value) },
  };
}

/** The certificate that the bytes are in DER. Throws MalformedSignature. */
export function certificateOf(der: Uint8Array): SigningCertificate {
  return readCertificate(readBer(Uint8Array.from(der)));
}

function algorithmOf(element: BerElement | undefined): string {
  return oidOf(partsOf(element)[0]);
}

function publicKeyOf(element: BerElement | undefined): PublicKey {
  const [algorithm] = partsOf(element);
  const [id, parameters] = partsOf(algorithm);
  const named = parameters?.tagClass === 0 && parameters.tag === universal.oid;
  // `partsOf` has thrown where there is none.
  return { raw: element?.raw ?? new Uint8Array(), algorithm: oidOf(id), curve: named ? oidOf(parameters) : undefined };
}
