import { deploymentVerdict } from '../../../../src/lambda/signing/enforcement.ts';
import type { CheckOutcome, CheckReason, PackageVerification, SignatureCheck, SignatureEvidence } from '../../../../src/lambda/signing/verification.ts';
import type { FunctionSigning, OverviewRow, SignedPart, SigningConfig } from '../../../../src/protocol/webview/codeSigning.ts';

export const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;

/** So many days from now. */
export const inDays = (days: number): string => new Date(now + days * day).toISOString();

export const profileArn = (name: string): string => `arn:aws:signer:eu-central-1:123456789012:/signing-profiles/${name}/abcdef1234`;

const certificate = (subject: string, issuer: string, trusted: boolean) => ({
  subject: `CN=${subject}, O=Shop`, issuer: `CN=${issuer}, O=Shop`, trusted, serialNumber: '0a', notBefore: inDays(-100), notAfter: inDays(1000), fingerprint: subject.repeat(8),
});

export const signatureOf = (name = 'release', expires = 400): SignatureEvidence => ({
  jobArn: 'arn:aws:signer:eu-central-1:123456789012:/signing-jobs/3f1c2b7a', profileVersionArn: profileArn(name), signingTime: inDays(-10), expiry: inDays(expires),
  chain: [certificate('signer', 'root', false), certificate('root', 'root', true)], digest: { signed: 'ab12', found: 'ab12' },
});

const passed: CheckOutcome = { verdict: 'passed' };

/** All checks have passed but those that are named. */
export function verified(failed: Partial<Record<SignatureCheck, CheckReason>> = {}, signature: SignatureEvidence | undefined = signatureOf()): PackageVerification {
  const outcome = (check: SignatureCheck): CheckOutcome => {
    const reason = failed[check];
    return reason === undefined ? passed : { verdict: 'failed', reason };
  };
  return { checks: { integrity: outcome('integrity'), mismatch: outcome('mismatch'), expiry: outcome('expiry'), revocation: outcome('revocation') }, signature };
}

const notChecked: CheckOutcome = { verdict: 'notChecked' };

export const unsigned: PackageVerification = {
  checks: { integrity: notChecked, mismatch: { verdict: 'failed', reason: 'unsigned' }, expiry: notChecked, revocation: notChecked }, signature: undefined,
};

export const configOf = (policy: SigningConfig['policy']): SigningConfig => ({
  id: 'csc-0123456789abcdefg', arn: 'arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0123456789abcdefg', description: 'Releases', policy, lastModified: inDays(-1),
});

export function partOf(kind: SignedPart['kind'], verification: PackageVerification | undefined, policy: SigningConfig['policy'] = 'Enforce'): SignedPart {
  const name = kind === 'package' ? 'orders' : 'tools:3';
  return { kind, name, arn: `arn:${name}`, verification, deployment: verification && deploymentVerdict(verification, policy), ...(verification === undefined && { problem: 'denied' }) };
}

export function functionOf(policy: SigningConfig['policy'] | undefined, parts: readonly SignedPart[], more: Partial<FunctionSigning> = {}): FunctionSigning {
  return {
    connection: 'prod', functionName: 'orders', packageType: 'Zip', config: policy && configOf(policy), parts, jobs: [],
    publishers: [{ profileVersionArn: profileArn('release'), profileName: 'release', status: 'Active', validity: '135 months' }], ...more,
  };
}

export function rowOf(functionName: string, more: Partial<OverviewRow> = {}): OverviewRow {
  return { functionName, packageType: 'Zip', policy: 'Enforce', configId: 'csc-1', signed: true, signer: 'release', verdict: { allowed: true, failed: [] }, ...more };
}
