import type { CheckReason } from '../../../src/lambda/signing/verification.ts';
import type { CodeSigningAction, FunctionSigning, SignedPart } from '../../../src/protocol/webview/codeSigning.ts';
import type { SigningActionLabel } from '../../../src/protocol/webview/codeSigningStrings.ts';

/** An action that mends what is wrong. */
export interface Mend {
  readonly label: SigningActionLabel;
  readonly action: CodeSigningAction | 'refresh';
  readonly subject?: string;
}

type Config = FunctionSigning['config'];

/** Each is none where it cannot help. */
const makes = {
  signAnew: ({ kind, arn }: SignedPart): Mend => (kind === 'package' ? { label: 'deploySigned', action: 'deploySigned' } : { label: 'signLayer', action: 'sign', subject: arn }),
  allow({ verification }: SignedPart, config: Config): Mend | undefined {
    const profile = verification?.signature?.profileVersionArn;
    return config === undefined || profile === undefined ? undefined : { label: 'allowThisPublisher', action: 'allowPublisher', subject: profile };
  },
  warn: (_: SignedPart, config: Config): Mend | undefined => (config?.policy === 'Enforce' ? { label: 'toWarn', action: 'setPolicy', subject: 'Warn' } : undefined),
  checkAgain: (): Mend => ({ label: 'checkAgain', action: 'refresh' }),
};

/** What helps, what serves best first. Under Warn all but changed content goes through. */
const ways: Readonly<Record<CheckReason, readonly (keyof typeof makes)[]>> = {
  notAnArchive: ['signAnew'],
  damagedArchive: ['signAnew'],
  duplicateEntry: ['signAnew'],
  malformedSignature: ['signAnew'],
  contentChanged: ['signAnew'],
  signatureInvalid: ['signAnew'],
  unsigned: ['signAnew', 'warn'],
  untrustedChain: ['signAnew', 'warn'],
  wrongKeyUsage: ['signAnew', 'warn'],
  certificateExpiredAtSigning: ['signAnew', 'warn'],
  profileNotAllowed: ['allow', 'signAnew', 'warn'],
  signatureExpired: ['signAnew', 'warn'],
  jobRevoked: ['signAnew', 'warn'],
  profileRevoked: ['signAnew', 'warn'],
  certificateRevoked: ['signAnew', 'warn'],
  revocationUnknown: ['checkAgain', 'warn'],
};

/** What mends a failed check of a part. */
export function mendsOf(reason: CheckReason, part: SignedPart, { config }: Pick<FunctionSigning, 'config'>): readonly Mend[] {
  return ways[reason].flatMap((way) => makes[way](part, config) ?? []);
}
