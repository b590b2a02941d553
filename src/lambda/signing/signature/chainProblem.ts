import type { CheckReason } from '../verification.ts';
import type { FoundChain } from './findChain.ts';
import { objectIds } from '../objectIds.ts';
import type { CertificateUsage } from './certificateUsage.ts';

/** Why the chain does not lead from a signer of code to a root; undefined where it does. Times are those of the signing. */
export function chainProblem({ certificates, trusted }: FoundChain, signingTime: number): CheckReason | undefined {
  const [signer, ...issuers] = certificates;
  if (!trusted || signer === undefined) return 'untrustedChain';
  if (!maySignCode(signer.usage) || !issuers.every(({ usage }) => mayIssueForCode(usage))) return 'wrongKeyUsage';
  // `notAfter` is within, to the end of its second.
  const inTime = certificates.every(({ notBefore, notAfter }) => notBefore <= signingTime && signingTime < notAfter + 1000);
  return inTime ? undefined : 'certificateExpiredAtSigning';
}

function maySignCode({ keyUsage, extended }: CertificateUsage): boolean {
  return keyUsage?.digitalSignature !== false && extended?.includes(objectIds.codeSigning) === true;
}

/** Authorities that name usages give no others away. */
function mayIssueForCode({ extended }: CertificateUsage): boolean {
  return extended === undefined || extended.includes(objectIds.codeSigning) || extended.includes(objectIds.anyExtendedKeyUsage);
}
