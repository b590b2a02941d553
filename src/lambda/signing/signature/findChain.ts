import { sameBytes } from '../archive/numbers.ts';
import type { SigningCertificate } from './readCertificate.ts';
import type { SignatureVerifier } from './verifySignatures.ts';

export interface FoundChain {
  /** From the signer's certificate upwards, as far as it leads. */
  readonly certificates: readonly SigningCertificate[];
  /** The last one is a root that is trusted. */
  readonly trusted: boolean;
}

/** Chains of AWS Signer have four. Together with the verifications it bounds the work that certificates can make. */
const longest = 8;
const mostVerifications = 64;

/** Looks for issuers by name and signature, roots first (RFC 5280, 6.1, but for the times and the signer's own usage). */
export async function findChain(
  signer: SigningCertificate,
  others: readonly SigningCertificate[],
  roots: readonly SigningCertificate[],
  verifier: SignatureVerifier,
): Promise<FoundChain> {
  const seen = new Set<SigningCertificate>([signer]);
  let left = mostVerifications;
  let best: FoundChain = { certificates: [signer], trusted: false };
  const isRoot = (one: SigningCertificate) => roots.some(({ raw }) => sameBytes(raw, one.raw));
  const extend = async (path: readonly SigningCertificate[], top: SigningCertificate): Promise<FoundChain | undefined> => {
    if (path.length > best.certificates.length) best = { certificates: path, trusted: false };
    if (isRoot(top)) return { certificates: path, trusted: true };
    for (const issuer of [...roots, ...others]) {
      if (path.length >= longest || left <= 0) return undefined;
      if (seen.has(issuer) || !sameBytes(issuer.subject, top.issuer) || !mayIssue(issuer, path.length - 1)) continue;
      left -= 1;
      if (!(await verifier.issued(top, issuer))) continue;
      seen.add(issuer);
      const found = await extend([...path, issuer], issuer);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return signer.usage.refused ? best : ((await extend([signer], signer)) ?? best);
}

/** `between`: certificates between it and the signer's. */
function mayIssue({ usage: { refused, pathLength, keyUsage } }: SigningCertificate, between: number): boolean {
  return !refused && pathLength !== undefined && pathLength >= between && keyUsage?.keyCertSign !== false;
}
