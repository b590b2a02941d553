import { hexadecimal } from '../hexadecimal.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import type { CertificateEvidence, SignatureEvidence } from '../verification.ts';
import { sha384Hex } from './certificateHashes.ts';
import type { FoundChain } from './findChain.ts';
import type { ReadSignature } from './readSignedData.ts';

/** `found`: what the message digest should be, undefined where the content could not be read. */
export function signatureEvidence(
  { attributes }: ReadSignature,
  chain: FoundChain,
  found: Uint8Array | undefined,
  platform: SigningPlatform,
): SignatureEvidence {
  return {
    jobArn: attributes.jobArn,
    profileVersionArn: attributes.profileVersionArn,
    signingTime: isoTime(attributes.signingTime),
    expiry: isoTime(attributes.expiry),
    chain: certificateEvidence(chain, platform),
    digest: { signed: hexadecimal(attributes.messageDigest), found: found && hexadecimal(found) },
  };
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function certificateEvidence({ certificates, trusted }: FoundChain, platform: SigningPlatform): readonly CertificateEvidence[] {
  return certificates.map((one, index) => ({
    subject: one.subjectName,
    issuer: one.issuerName,
    serialNumber: hexadecimal(one.serialNumber),
    notBefore: isoTime(one.notBefore),
    notAfter: isoTime(one.notAfter),
    fingerprint: sha384Hex(one.raw, platform),
    trusted: trusted && index === certificates.length - 1,
  }));
}
