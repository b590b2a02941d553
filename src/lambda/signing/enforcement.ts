import { type PackageVerification, type SignatureCheck, signatureChecks } from './verification.ts';

export type UntrustedArtifactPolicy = 'Warn' | 'Enforce';

export interface DeploymentVerdict {
  readonly allowed: boolean;
  /** The checks that failed: what blocks, or what is only counted as SignatureValidationErrors. */
  readonly failed: readonly SignatureCheck[];
}

/** What Lambda does with a package: changed content is refused under any policy, the rest under Enforce alone. */
export function deploymentVerdict({ checks }: PackageVerification, policy: UntrustedArtifactPolicy): DeploymentVerdict {
  const failed = signatureChecks.filter((check) => checks[check].verdict === 'failed');
  return { allowed: failed.length === 0 || (policy === 'Warn' && !failed.includes('integrity')), failed };
}
