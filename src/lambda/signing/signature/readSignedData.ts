import { sameBytes } from '../archive/numbers.ts';
import { type BerElement, expectUniversal, isContext, isUniversal, oidOf, partsOf, readBer, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';
import { objectIds } from '../objectIds.ts';
import { bytesOfPem } from './signatureBlock.ts';
import { readAttributes, type SignedAttributes } from './readAttributes.ts';
import { readCertificate, type SigningCertificate } from './readCertificate.ts';

/** A signature as it was read; nothing of it is verified. */
export interface ReadSignature {
  readonly attributes: SignedAttributes;
  /** What the signature covers: the attributes as they stand, under the tag of a SET (RFC 5652, 5.4). */
  readonly signedBytes: Uint8Array<ArrayBuffer>;
  /** ECDSA-Sig-Value in DER. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** The one that the signer's information names. */
  readonly signer: SigningCertificate;
  /** All that came along, the signer's among them. */
  readonly certificates: readonly SigningCertificate[];
}

const mostCertificates = 32;
const setTag = 0x31;

/**
 * Reads the entry `META_INF/aws_signer_signature_v1.0.SF`: PEM around a CMS SignedData (RFC 5652) of version 1 in BER, detached, with
 * one signer, ECDSA with SHA-384. No genuine signature of AWS Signer is public: the format is the one that independent open-source
 * verifiers read. Throws MalformedSignature.
 */
export function readSignedData(file: Uint8Array): ReadSignature {
  const [contentType, wrapped, ...afterContent] = partsOf(readBer(bytesOfPem(file)));
  if (oidOf(contentType) !== objectIds.signedData || !isContext(wrapped, 0) || wrapped.children.length !== 1 || afterContent.length > 0) {
    throw new MalformedSignature('It is no SignedData.');
  }
  const [version, digestAlgorithms, content, ...rest] = partsOf(wrapped.children[0]);
  expectVersion1(version);
  expectUniversal(digestAlgorithms, universal.set);
  const [eContentType, ...eContent] = partsOf(content);
  if (oidOf(eContentType) !== objectIds.data || eContent.length > 0) throw new MalformedSignature('It is not detached.');
  const certificateSet = isContext(rest[0], 0) ? rest.shift() : undefined;
  // Lists of revoked certificates may come along. They are as old as the signature, and AWS asks its service instead.
  if (isContext(rest[0], 1)) rest.shift();
  const [signerInfos, ...more] = rest;
  const [signerInfo, ...otherSigners] = expectUniversal(signerInfos, universal.set).children;
  if (more.length > 0 || otherSigners.length > 0) throw new MalformedSignature('It has not one signer.');
  return readSignerInfo(signerInfo, readCertificates(certificateSet));
}

function readCertificates(set: BerElement | undefined): readonly SigningCertificate[] {
  const elements = set?.children ?? [];
  if (elements.length === 0 || elements.length > mostCertificates) throw new MalformedSignature('It has no certificates, or too many.');
  return elements.map(readCertificate);
}

function readSignerInfo(info: BerElement | undefined, certificates: readonly SigningCertificate[]): ReadSignature {
  const [version, sid, digestAlgorithm, attributes, signatureAlgorithm, signature, ...rest] = partsOf(info);
  expectVersion1(version);
  // What nobody signed may follow, and says nothing.
  if (rest.length > 1 || (rest.length === 1 && !isContext(rest[0], 1))) throw new MalformedSignature('Its signer has something else.');
  const [issuer, serialNumber, ...others] = partsOf(sid);
  const issuerName = expectUniversal(issuer, universal.sequence).raw;
  const number = expectUniversal(serialNumber, universal.integer).content;
  const signer = certificates.find((one) => sameBytes(one.issuer, issuerName) && sameBytes(one.serialNumber, number));
  if (others.length > 0 || signer === undefined) throw new MalformedSignature("The signer's certificate is missing.");
  expectAlgorithm(digestAlgorithm, objectIds.sha384);
  expectAlgorithm(signatureAlgorithm, objectIds.ecdsaWithSha384);
  // Signatures are made over DER, which tells lengths.
  if (!isContext(attributes, 0) || attributes.indefinite) throw new MalformedSignature('It has no signed attributes.');
  const signedBytes = attributes.raw.slice();
  signedBytes[0] = setTag;
  return {
    attributes: readAttributes(attributes),
    signedBytes,
    signature: expectUniversal(signature, universal.octetString).content,
    signer,
    certificates,
  };
}

function expectVersion1(element: BerElement | undefined): void {
  const { content } = expectUniversal(element, universal.integer);
  if (content.length !== 1 || content[0] !== 1) throw new MalformedSignature('It is of another version.');
}

/** Parameters are absent or NULL (RFC 5754, 2). */
function expectAlgorithm(element: BerElement | undefined, id: string): void {
  const [algorithm, parameters, ...more] = partsOf(element);
  const plain = parameters === undefined || isUniversal(parameters, universal.null);
  if (oidOf(algorithm) !== id || !plain || more.length > 0) throw new MalformedSignature('It uses another algorithm.');
}
