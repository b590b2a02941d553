import { createHash } from 'node:crypto';

import { verifyPackage } from '../../../src/lambda/signing/verifyPackage.ts';
import { byteSourceOf } from '../../../src/lambda/signing/byteSource.ts';
import type { PackageVerification, VerificationPolicy } from '../../../src/lambda/signing/verification.ts';
import { nodeSigningPlatform } from '../../../src/node/signing/nodeSigningPlatform.ts';
import { type TestChain, testChain } from './testCertificates.ts';
import { type SignatureRequest, testSignature } from './testSignature.ts';
import { type WrittenEntry, writeZip, type ZipOptions } from './zipWriter.ts';

export const signatureName = 'META_INF/aws_signer_signature_v1.0.SF';

/** A small package: deflated, stored, empty, with names that are no ASCII. */
export const sampleEntries: readonly WrittenEntry[] = [
  { name: 'index.mjs', body: 'export const handler = async (event) => event;\n'.repeat(40), deflated: true },
  { name: 'lib/', body: '' },
  { name: 'lib/größe.txt', body: 'stored' },
  { name: 'empty', body: '' },
  { name: 'META_INF/', body: '' },
];

/** SHA-384 of names and bodies in a row. */
export function contentOf(entries: readonly WrittenEntry[]): Uint8Array {
  const hash = createHash('sha384');
  for (const { name, body } of entries) if (name !== signatureName) hash.update(name).update(body ?? '');
  return hash.digest();
}

let shared: TestChain | undefined;

/** One chain for all tests of a file: to make keys takes a while. */
export function sharedChain(): TestChain {
  shared ??= testChain();
  return shared;
}

export function signatureEntry(entries: readonly WrittenEntry[], request: Partial<SignatureRequest> = {}, chain: TestChain = sharedChain()): WrittenEntry {
  const { signer, authority } = chain;
  return { name: signatureName, body: testSignature(contentOf(entries), { signer, certificates: [signer, authority], ...request }), deflated: true };
}

export function signedZip(entries: readonly WrittenEntry[] = sampleEntries, request: Partial<SignatureRequest> = {}, options: ZipOptions = {}): Buffer {
  return writeZip([...entries, signatureEntry(entries, request)], options);
}

/** The verification of a package, some time in 2027, with nothing revoked, where a test says nothing else. */
export function verifyBytes(zip: Uint8Array, policy: Partial<VerificationPolicy> = {}, platform = nodeSigningPlatform): Promise<PackageVerification> {
  return verifyPackage(
    byteSourceOf(zip),
    {
      roots: [sharedChain().root.der],
      allowedProfileVersions: undefined,
      now: Date.parse('2027-01-01T00:00:00Z'),
      revocations: () => Promise.resolve([]),
      ...policy,
    },
    platform,
  );
}

/** `integrity mismatch expiry revocation`, each `passed`, `notChecked` or the reason, with the entry in brackets. */
export function summaryOf({ checks }: PackageVerification): string {
  const { integrity, mismatch, expiry, revocation } = checks;
  return [integrity, mismatch, expiry, revocation]
    .map((outcome) => (outcome.verdict === 'failed' ? `${outcome.reason}${outcome.entry === undefined ? '' : `[${outcome.entry}]`}` : outcome.verdict))
    .join(' ');
}

export const allPassed = 'passed passed passed passed';
