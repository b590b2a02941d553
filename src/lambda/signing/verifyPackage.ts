import { ArchiveError } from './archive/archiveError.ts';
import type { DirectoryEntry } from './archive/directoryEntry.ts';
import type { DirectoryExtent } from './archive/endRecord.ts';
import { type OpenArchive, openArchive } from './archive/openArchive.ts';
import { sameBytes } from './archive/numbers.ts';
import type { ByteSource } from './byteSource.ts';
import type { Cancellation } from './cancellation.ts';
import { checkStatements } from './checkStatements.ts';
import { contentDigest } from './contentDigest.ts';
import { readSignatureEntry } from './readSignatureEntry.ts';
import { findChain, type FoundChain } from './signature/findChain.ts';
import { MalformedSignature } from './signature/malformedSignature.ts';
import { certificateOf } from './signature/readCertificate.ts';
import type { ReadSignature } from './signature/readSignedData.ts';
import { signatureEvidence } from './signature/signatureEvidence.ts';
import { SignatureVerifier } from './signature/verifySignatures.ts';
import { isSignatureEntry } from './signatureEntry.ts';
import type { SigningPlatform } from './signingPlatform.ts';
import type { CheckOutcome, PackageVerification, VerificationPolicy } from './verification.ts';

const passed: CheckOutcome = { verdict: 'passed' };
const notChecked: CheckOutcome = { verdict: 'notChecked' };

/**
 * Checks a deployment package, or a layer's archive, as Lambda does when it is deployed. No genuine package signed by AWS Signer is
 * public: format and digest are those that independent open-source verifiers read.
 *
 * Each check tells the first reason that holds, in the order of CheckReason; an archive is read from its end record over its directory
 * to its entries. What a signature says of itself is checked only where it is the signer's word: the signature holds, and for expiry
 * and revocation its chain leads to a root.
 *
 * Rejects where the source cannot be read, a root of the policy is no certificate (MalformedSignature), or `signal` says stop.
 */
export async function verifyPackage(
  source: ByteSource,
  policy: VerificationPolicy,
  platform: SigningPlatform,
  { signal }: { readonly signal?: Cancellation | undefined } = {},
): Promise<PackageVerification> {
  const archive = await attempt(openArchive(source, isSignatureEntry, platform, signal));
  if (archive instanceof Error) return unread(failed(archive));
  const { extent, entry } = archive;
  // Nothing was signed, so nothing can have been changed since.
  if (entry === undefined) return unsigned;
  // Certificates are verified aside, while the content is read. Both come to their end, so that none of them reads on when this is over.
  const [digesting, certifying] = await Promise.allSettled([
    attempt(messageDigestOf(source, archive, platform, signal)),
    certify(source, extent, entry, policy.roots, platform),
  ]);
  const digest = valueOf(digesting);
  const certified = valueOf(certifying);
  // The entry that holds the signature is one of those that the digest reads, so that its damage is told here too.
  if (certified instanceof Error) return unread(failed(digest instanceof Error ? digest : certified));
  const { read, genuine, chain } = certified;
  const signature = signatureEvidence(read, chain, digest instanceof Error ? undefined : digest, platform);
  const integrity = integrityOf(read, digest, genuine);
  if (!genuine) return { checks: { integrity, mismatch: notChecked, expiry: notChecked, revocation: notChecked }, signature };
  signal?.throwIfAborted();
  return { checks: { integrity, ...(await checkStatements(read, chain, policy, platform)) }, signature };
}

interface Certified {
  readonly read: ReadSignature;
  /** Whether the signer's key made the signature. */
  readonly genuine: boolean;
  readonly chain: FoundChain;
}

async function certify(
  source: ByteSource,
  extent: DirectoryExtent,
  entry: DirectoryEntry,
  rootCertificates: readonly Uint8Array[],
  platform: SigningPlatform,
): Promise<Certified | TellingError> {
  const read = await attempt(readSignatureEntry(source, extent, entry, platform));
  if (read instanceof Error) return read;
  const roots = rootCertificates.map(certificateOf);
  const verifier = new SignatureVerifier(platform.crypto);
  const [genuine, chain] = await Promise.all([verifier.attributesSigned(read), findChain(read.signer, read.certificates, roots, verifier)]);
  return { read, genuine, chain };
}

const unsigned: PackageVerification = {
  checks: { integrity: notChecked, mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: notChecked, revocation: notChecked },
  signature: undefined,
};

function unread(integrity: CheckOutcome): PackageVerification {
  return { checks: { integrity, mismatch: notChecked, expiry: notChecked, revocation: notChecked }, signature: undefined };
}

function integrityOf({ attributes }: ReadSignature, digest: Uint8Array | TellingError, genuine: boolean): CheckOutcome {
  if (digest instanceof Error) return failed(digest);
  if (!sameBytes(digest, attributes.messageDigest)) return { verdict: 'failed', reason: 'contentChanged' };
  return genuine ? passed : { verdict: 'failed', reason: 'signatureInvalid' };
}

/** SHA-384 of the content, which is a SHA-384 itself. */
async function messageDigestOf(source: ByteSource, { extent }: OpenArchive, platform: SigningPlatform, signal?: Cancellation): Promise<Uint8Array> {
  const digester = platform.sha384();
  digester.update(await contentDigest(source, extent, platform, signal));
  return digester.digest();
}

/** Errors that say something of the package; all others are the caller's. */
type TellingError = ArchiveError | MalformedSignature;

async function attempt<T>(work: Promise<T>): Promise<T | TellingError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ArchiveError || error instanceof MalformedSignature) return error;
    throw error;
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

function failed(error: TellingError): CheckOutcome {
  if (error instanceof MalformedSignature) return { verdict: 'failed', reason: 'malformedSignature' };
  return { verdict: 'failed', reason: error.reason, ...(error.entry === undefined ? {} : { entry: error.entry }) };
}
