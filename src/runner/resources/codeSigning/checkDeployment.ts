import { codeOf } from '../../../common/codedError.ts';
import type { Logger } from '../../../common/logger.ts';
import { deploymentVerdict } from '../../../lambda/signing/enforcement.ts';
import type { PackageVerification, SignatureCheck } from '../../../lambda/signing/verification.ts';
import type { SignatureFailure } from '../../../protocol/runner.ts';
import type { VerifyOptions } from '../../signing/verify/packageVerifier.ts';
import type { VerifiedArchive } from '../../signing/verify/verifiedArchive.ts';
import type { RegionResources } from '../regionResources.ts';
import { findConfig } from './codeSigningConfigs.ts';
import { codeSigningErrors } from './codeSigningErrors.ts';
import { type RecordedSignature, recordedSignature } from './recordedSignature.ts';
import type { CodeSigningConfigDocument } from './storedCodeSigningConfig.ts';

type Region = Pick<RegionResources, 'identity' | 'tables' | 'clock' | 'packageVerifier' | 'events'> & { readonly logger: Pick<Logger, 'warn'> };

/** The package, or a layer that is added. */
export interface DeployedPart {
  /** As answers name it: the function, or the layer version's ARN. */
  readonly name: string;
  /** Undefined for an archive that is not in the region, as that of another account's layer: nobody here can say that it is signed. */
  readonly archive: VerifiedArchive | undefined;
}

export interface Deployment {
  readonly functionName: string;
  readonly configArn: string;
  readonly parts: readonly DeployedPart[];
  /** Nothing is deployed, so that nothing is counted either. */
  readonly dryRun?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Checks what is deployed to a function with a code signing configuration, by the configuration as it is at the end: one that changes
 * meanwhile is followed. Answers what each part is signed with. Rejects with LambdaError for what Lambda does not deploy. What it deploys
 * though checks have failed is what it counts as SignatureValidationErrors (API reference, CodeSigningPolicies), one for each deployment;
 * it is told as an event, and so is what is blocked.
 */
export async function checkDeployment(region: Region, deployment: Deployment): Promise<readonly (RecordedSignature | undefined)[]> {
  const { policy, verifications } = await verifyAll(region, deployment);
  const judged = deployment.parts.map((part, index) => {
    const verification = verifications[index] ?? notHere;
    return { part, verification, verdict: deploymentVerdict(verification, policy) };
  });
  const refused = judged.find(({ verdict }) => !verdict.allowed);
  if (deployment.dryRun !== true) {
    const failures = judged.flatMap(({ part, verification, verdict }) => verdict.failed.map((check) => failureOf(part.name, verification, check)));
    if (failures.length > 0) tell(region, deployment, { policy, failures, blocked: refused !== undefined });
  }
  const [check] = refused?.verdict.failed ?? [];
  if (refused !== undefined && check !== undefined) throw codeSigningErrors.refused(check, refused.part.name);
  return judged.map(({ verification }) => recordedSignature(verification));
}

async function verifyAll(region: Region, { configArn, parts, signal }: Deployment) {
  for (;;) {
    const document = configOf(region, configArn);
    const { allowedPublishers: publishers, untrustedArtifactOnDeployment: policy } = document;
    const verifications: PackageVerification[] = [];
    for (const { archive } of parts) verifications.push(await verify(region, archive, { publishers, signal }));
    if (configOf(region, configArn) === document) return { policy, verifications };
  }
}

async function verify({ packageVerifier }: Region, archive: VerifiedArchive | undefined, options: VerifyOptions): Promise<PackageVerification> {
  if (archive === undefined) return notHere;
  try {
    return await packageVerifier.verify(archive, options);
  } catch (error) {
    // Of a layer whose archive was lost from the data folder, nobody can say any more what it was signed with.
    if (codeOf(error) === 'ENOENT') return notHere;
    throw error;
  }
}

function configOf(region: Region, arn: string): CodeSigningConfigDocument {
  const found = findConfig(region, arn);
  if (found === undefined) throw codeSigningErrors.notThere(arn);
  return found.document;
}

const notHere: PackageVerification = {
  checks: {
    integrity: { verdict: 'notChecked' },
    mismatch: { verdict: 'failed', reason: 'unsigned' },
    expiry: { verdict: 'notChecked' },
    revocation: { verdict: 'notChecked' },
  },
  signature: undefined,
};

function failureOf(part: string, verification: PackageVerification, check: SignatureCheck): SignatureFailure {
  if (verification === notHere) return { part, check, reason: 'archiveNotHere' };
  const outcome = verification.checks[check];
  return { part, check, reason: outcome.verdict === 'failed' ? outcome.reason : '' };
}

interface Finding {
  readonly policy: 'Warn' | 'Enforce';
  readonly failures: readonly SignatureFailure[];
  readonly blocked: boolean;
}

function tell({ clock, events, logger }: Region, { functionName }: Deployment, { policy, failures, blocked }: Finding): void {
  events.emit({ type: 'signatureValidationFailed', at: clock.now(), functionName, policy, blocked, failures: [...failures] });
  const found = failures.map(({ part, check, reason }) => `${check} of ${part} (${reason})`).join(', ');
  logger.warn(`A deployment of ${functionName} was ${blocked ? 'blocked' : 'let through'} by its code signing configuration (${policy}): ${found}`);
}
