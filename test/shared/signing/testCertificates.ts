import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  type Der,
  element,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  time,
  utf8String,
} from '../../../src/lambda/signing/make/der.ts';

export interface TestCertificate {
  readonly der: Der;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly name: Der;
  readonly issuer: Der;
  readonly serial: number;
}

/** What the certificate says; its makers may lie. */
export interface CertificateRequest {
  readonly name: string;
  readonly issuer?: TestCertificate;
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** Bits of the first byte: 0x80 digitalSignature, 0x04 keyCertSign. */
  readonly keyUsage?: number;
  readonly extended?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly curve?: 'P-256' | 'P-384';
  readonly digest?: 'sha1' | 'sha256' | 'sha384';
  /** Of an extension that nobody knows. */
  readonly unknownCritical?: boolean;
  /** Signs in the place of the issuer. */
  readonly signedBy?: KeyObject;
}

export const codeSigning = '1.3.6.1.5.5.7.3.3';
const algorithms = { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' };
let serials = 0;

export function testCertificate(request: CertificateRequest): TestCertificate {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: request.curve ?? 'P-384' });
  const name = sequence(setOf(sequence(objectIdentifier('2.5.4.3'), utf8String(request.name))));
  const issuer = request.issuer?.name ?? name;
  serials += 1;
  const digest = request.digest ?? 'sha384';
  const algorithm = sequence(objectIdentifier(algorithms[digest]));
  const toBeSigned = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    integer(Uint8Array.of(serials >> 8, serials & 0xff)),
    algorithm,
    issuer,
    sequence(time(Date.parse(request.from ?? '2025-01-01T00:00:00Z')), time(Date.parse(request.until ?? '2045-01-01T00:00:00Z'))),
    name,
    Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })),
    tagged(3, sequence(...extensionsOf(request))),
  );
  const signature = sign(digest, toBeSigned, request.signedBy ?? request.issuer?.key ?? key);
  return { der: sequence(toBeSigned, algorithm, bitString(Uint8Array.from(signature))), key, publicKey, name, issuer, serial: serials };
}

function extensionsOf({ authority = false, pathLength, keyUsage, extended, unknownCritical }: CertificateRequest): readonly Der[] {
  const length = pathLength === undefined ? [] : [integer(Uint8Array.of(pathLength))];
  const list = [
    critical('2.5.29.19', authority ? sequence(boolean(true), ...length) : sequence()),
    critical('2.5.29.15', bitString(Uint8Array.of(keyUsage ?? (authority ? 0x06 : 0x80)))),
  ];
  if (extended !== undefined) list.push(sequence(objectIdentifier('2.5.29.37'), octetString(sequence(...extended.map((id) => objectIdentifier(id))))));
  if (unknownCritical === true) list.push(critical('1.2.3.4', element(5)));
  return list;
}

const critical = (id: string, value: Der): Der => sequence(objectIdentifier(id), boolean(true), octetString(value));

/** A root, an authority below it, and one who signs code. */
export interface TestChain {
  readonly root: TestCertificate;
  readonly authority: TestCertificate;
  readonly signer: TestCertificate;
}

export function testChain(
  signer: Partial<CertificateRequest> = {},
  authority: Partial<CertificateRequest> = {},
  root: Partial<CertificateRequest> = {},
): TestChain {
  const top = testCertificate({ name: 'Test root', authority: true, ...root });
  const middle = testCertificate({ name: 'Test authority', authority: true, issuer: top, ...authority });
  return { root: top, authority: middle, signer: testCertificate({ name: 'Test signer', issuer: middle, extended: [codeSigning], ...signer }) };
}
