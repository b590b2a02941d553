import { byteSourceOf } from '../../../lambda/signing/byteSource.ts';
import type { PackageVerification, VerificationPolicy } from '../../../lambda/signing/verification.ts';
import { certificateOf } from '../../../lambda/signing/signature/readCertificate.ts';
import { verifyPackage } from '../../../lambda/signing/verifyPackage.ts';
import { openByteSource } from '../../../node/signing/fileByteSource.ts';
import { nodeSigningPlatform } from '../../../node/signing/nodeSigningPlatform.ts';
import type { VerifiedArchive } from './verifiedArchive.ts';

/** Reads an archive piece by piece. */
export async function verifyArchive(archive: VerifiedArchive, policy: VerificationPolicy, signal?: AbortSignal): Promise<PackageVerification> {
  if ('bytes' in archive) return verifyPackage(byteSourceOf(archive.bytes), policy, nodeSigningPlatform, { signal });
  await using source = await openByteSource(archive.file);
  return await verifyPackage(source, policy, nodeSigningPlatform, { signal });
}

/** Whether the verifier can read a certificate: the system takes some that it does not, and one among the roots would end each verification. */
export function isReadableRoot(der: Uint8Array): boolean {
  try {
    certificateOf(der);
    return true;
  } catch {
    return false;
  }
}
