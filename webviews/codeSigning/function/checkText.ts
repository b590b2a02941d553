import type { CheckOutcome, SignatureCheck } from '../../../src/lambda/signing/verification.ts';
import type { FunctionSigning, SignedPart } from '../../../src/protocol/webview/codeSigning.ts';
import type { CodeSigningStrings } from '../../../src/protocol/webview/codeSigningStrings.ts';
import { fill } from '../../shared/format.ts';
import { profileOf } from '../names.ts';
import type { SigningFormats } from '../signingFormats.ts';

/** How bad a check's outcome is: `stops` a deployment, or is only a `warning`, as under Warn or without a configuration. */
export type Weight = 'passed' | 'stops' | 'warning' | 'skipped';

export function weightOf(outcome: CheckOutcome, check: SignatureCheck, config: FunctionSigning['config']): Weight {
  if (outcome.verdict === 'passed') return 'passed';
  if (outcome.verdict === 'notChecked') return 'skipped';
  return config !== undefined && (config.policy === 'Enforce' || check === 'integrity') ? 'stops' : 'warning';
}

interface Words {
  readonly strings: CodeSigningStrings;
  readonly formats: SigningFormats;
  readonly now: number;
}

/** A note on a signature that is there tells of whom it is by. */
export function isNoteOfMismatch({ verification, note }: SignedPart): boolean {
  return note !== undefined && verification?.signature !== undefined && verification.checks.mismatch.verdict === 'notChecked';
}

/** Why a check's verdict is what it is, in plain words. */
export function checkText(check: SignatureCheck, outcome: CheckOutcome, part: SignedPart, checked: boolean, { strings, formats, now }: Words): string {
  if (outcome.verdict === 'failed') return strings.reasons[outcome.reason];
  if (outcome.verdict === 'notChecked') return skippedText(check, part, strings);
  const { profileVersionArn, expiry } = part.verification?.signature ?? {};
  if (check === 'mismatch') return fill(checked ? strings.mismatchAllowed : strings.checkPassed.mismatch, profileVersionArn === undefined ? strings.unknown : profileOf(profileVersionArn).name);
  if (check === 'expiry' && expiry !== undefined) return fill(strings.checkPassed.expiry, formats.day(expiry), formats.distance(expiry, now));
  return strings.checkPassed[check];
}

function skippedText(check: SignatureCheck, part: SignedPart, strings: CodeSigningStrings): string {
  if (check === 'mismatch' && isNoteOfMismatch(part)) return part.note ?? '';
  return part.verification?.signature === undefined ? strings.checkSkipped : strings.checkLeft;
}
