import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  type Der,
  element,
  generalizedTime,
  inOrder,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  utf8String,
} from '../../../src/lambda/signing/make/der.ts';
import type { TestCertificate } from './testCertificates.ts';

export const jobArn = 'arn:aws:signer:us-east-1:123456789012:/signing-jobs/8a3d4f0e-0000-4000-8000-000000000001';
export const profileVersionArn = 'arn:aws:signer:us-east-1:123456789012:/signing-profiles/ProfileOne/abcdefghij';
export const signedAt = Date.parse('2026-06-01T12:00:00Z');
export const expires = Date.parse('2030-01-01T00:00:00Z');

/** What a signature is made of, each part of which may be another one than it should. */
export interface SignatureRequest {
  readonly signer: TestCertificate;
  /** All that come along. */
  readonly certificates: readonly TestCertificate[];
  readonly key?: KeyObject;
  readonly digest?: 'sha256' | 'sha384';
  readonly signingTime?: Der;
  readonly expiry?: Der;
  readonly jobArn?: string;
  readonly profileVersionArn?: string;
  /** Object identifiers of attributes that are left out, or stand twice. */
  readonly without?: string;
  readonly twice?: string;
  readonly signers?: number;
  readonly version?: number;
  readonly attached?: boolean;
  /** Lengths of what is around the signer's information are marked at the end. */
  readonly indefinite?: boolean;
  /** The label of the PEM. */
  readonly label?: string;
}

const digests = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' };
const signatures = { sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' };
const data = '1.2.840.113549.1.7.1';

/** The signature file of content, which is the SHA-384 of names and bodies. */
export function testSignature(content: Uint8Array, request: SignatureRequest): string {
  return pem(testSignedData(content, request), request.label);
}

export function testSignedData(content: Uint8Array, request: SignatureRequest): Der {
  const digest = request.digest ?? 'sha384';
  const around = (tag: number, ...items: readonly Der[]): Der =>
    request.indefinite === true ? Uint8Array.from([tag, 0x80, ...items.flatMap((item) => [...item]), 0, 0]) : element(tag, ...items);
  const attributes = attributesOf(Uint8Array.from(createHash(digest).update(content).digest()), request);
  const algorithm = sequence(objectIdentifier(digests[digest]));
  const info = sequence(
    integer(Uint8Array.of(request.version ?? 1)),
    sequence(request.signer.issuer, integer(Uint8Array.of(request.signer.serial >> 8, request.signer.serial & 0xff))),
    algorithm,
    tagged(0, ...inOrder(attributes)),
    sequence(objectIdentifier(signatures[digest])),
    octetString(Uint8Array.from(sign(digest, setOf(...attributes), request.key ?? request.signer.key))),
  );
  const signedData = around(
    0x30,
    integer(Uint8Array.of(request.version ?? 1)),
    setOf(algorithm),
    around(0x30, objectIdentifier(data), ...(request.attached === true ? [tagged(0, octetString(content))] : [])),
    ...(request.certificates.length === 0 ? [] : [around(0xa0, ...request.certificates.map(({ der }) => der))]),
    setOf(...Array.from({ length: request.signers ?? 1 }, () => info)),
  );
  return around(0x30, objectIdentifier('1.2.840.113549.1.7.2'), around(0xa0, signedData));
}

function attributesOf(messageDigest: Uint8Array, request: SignatureRequest): readonly Der[] {
  const values: readonly (readonly [string, Der])[] = [
    ['1.2.840.113549.1.9.3', objectIdentifier(data)],
    ['1.2.840.113549.1.9.4', octetString(messageDigest)],
    ['1.2.840.113549.1.9.5', request.signingTime ?? generalizedTime(signedAt)],
    ['1.3.187.137.1.2', utf8String(request.jobArn ?? jobArn)],
    ['1.3.187.137.1.3', request.expiry ?? generalizedTime(expires)],
    ['1.3.187.137.1.4', utf8String(request.profileVersionArn ?? profileVersionArn)],
  ];
  const list = values.filter(([id]) => id !== request.without).map(([id, value]) => ({ id, der: sequence(objectIdentifier(id), setOf(value)) }));
  return [...list, ...list.filter(({ id }) => id === request.twice)].map(({ der }) => der);
}

export function pem(bytes: Uint8Array, label = 'PKCS7'): string {
  const lines = Buffer.from(bytes).toString('base64').replaceAll(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}
