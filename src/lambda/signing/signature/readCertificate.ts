import { BitString } from 'asn1js';
import { BasicConstraints, Certificate, ExtKeyUsage } from 'pkijs';

import { type BerElement, expectUniversal, isContext, readBer, universal } from './ber.ts';
import { distinguishedName } from './distinguishedName.ts';
import { MalformedSignature } from './malformedSignature.ts';
import { objectIds } from '../objectIds.ts';

/** A certificate as it was read; nothing of it is verified. */
export interface SigningCertificate {
  /** DER. */
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly toBeSigned: Uint8Array<ArrayBuffer>;
  /** Names in DER, and as people read them. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly issuerName: string;
  readonly subjectName: string;
  /** Of its INTEGER. */
  readonly serialNumber: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly usage: CertificateUsage;
  /** For its signature and its key. */
  readonly parsed: Certificate;
}

export interface CertificateUsage {
  /** Undefined where it may issue none; Infinity where nothing bounds the certificates between it and the signer's. */
  readonly pathLength: number | undefined;
  /** Undefined: any. */
  readonly keyUsage: KeyUsage | undefined;
  readonly extended: readonly string[] | undefined;
  /** It has a critical extension that is not understood here, or one twice: RFC 5280, 4.2 says to refuse it. */
  readonly refused: boolean;
}

interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
}

/** Throws MalformedSignature. */
export function readCertificate(element: BerElement): SigningCertificate {
  const [toBeSigned] = expectUniversal(element, universal.sequence).children;
  const fields = [...expectUniversal(toBeSigned, universal.sequence).children];
  if (isContext(fields[0], 0)) fields.shift();
  const [serialNumber, , issuer, , subject] = fields;
  if (element.indefinite || toBeSigned === undefined || issuer === undefined || subject === undefined) throw new MalformedSignature('A certificate is none.');
  try {
    const parsed = new Certificate({ schema: element.block });
    return {
      raw: element.raw,
      toBeSigned: toBeSigned.raw,
      issuer: issuer.raw,
      subject: subject.raw,
      issuerName: distinguishedName(parsed.issuer),
      subjectName: distinguishedName(parsed.subject),
      serialNumber: expectUniversal(serialNumber, universal.integer).content,
      notBefore: parsed.notBefore.value.getTime(),
      notAfter: parsed.notAfter.value.getTime(),
      usage: usageOf(parsed),
      parsed,
    };
  } catch {
    throw new MalformedSignature('A certificate cannot be read.');
  }
}

/** The certificate that the bytes are in DER. Throws MalformedSignature. */
export function certificateOf(der: Uint8Array): SigningCertificate {
  return readCertificate(readBer(Uint8Array.from(der)));
}

/** Policies bind only who asks for some. */
const understood: ReadonlySet<string> = new Set([objectIds.basicConstraints, objectIds.keyUsage, objectIds.extendedKeyUsage, objectIds.certificatePolicies]);

function usageOf({ extensions = [] }: Certificate): CertificateUsage {
  const found = new Map(extensions.map((extension) => [extension.extnID, extension]));
  const constraints = found.get(objectIds.basicConstraints)?.parsedValue;
  const keyUsage = found.get(objectIds.keyUsage)?.parsedValue;
  const extended = found.get(objectIds.extendedKeyUsage)?.parsedValue;
  return {
    pathLength: constraints instanceof BasicConstraints && constraints.cA ? lengthOf(constraints) : undefined,
    keyUsage: found.has(objectIds.keyUsage) ? keyUsageOf(keyUsage) : undefined,
    extended: found.has(objectIds.extendedKeyUsage) ? (extended instanceof ExtKeyUsage ? extended.keyPurposes : []) : undefined,
    refused: found.size !== extensions.length || extensions.some(({ critical, extnID }) => critical && !understood.has(extnID)),
  };
}

function lengthOf({ pathLenConstraint }: BasicConstraints): number {
  if (pathLenConstraint === undefined) return Number.POSITIVE_INFINITY;
  return typeof pathLenConstraint === 'number' ? pathLenConstraint : 0;
}

/** Bits 0 and 5 (RFC 5280, 4.2.1.3). What cannot be read allows nothing. */
function keyUsageOf(value: unknown): KeyUsage {
  const bits = value instanceof BitString ? (value.valueBlock.valueHexView[0] ?? 0) : 0;
  return { digitalSignature: (bits & 0x80) !== 0, keyCertSign: (bits & 0x04) !== 0 };
}
