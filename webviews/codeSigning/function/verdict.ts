import type { CheckOutcome, CheckReason, SignatureCheck } from '../../../src/lambda/signing/verification.ts';
import { signatureChecks } from '../../../src/lambda/signing/verification.ts';
import type { FunctionSigning, SignedPart } from '../../../src/protocol/webview/codeSigning.ts';
import type { CodeSigningStrings, SigningStanding } from '../../../src/protocol/webview/codeSigningStrings.ts';
import { fill } from '../../shared/format.ts';
import { commonName, profileOf } from '../names.ts';
import { expiresSoon, type SigningFormats } from '../signingFormats.ts';
import { functionStanding, partStanding } from '../standing.ts';
import { isNoteOfMismatch } from './checkText.ts';
import { type Mend, mendsOf } from './mends.ts';

/** What a deployment would do now, as one sentence and what belongs to it. */
export interface Verdict {
  readonly standing: SigningStanding;
  readonly headline: string;
  readonly notes: readonly string[];
  readonly mends: readonly Mend[];
}

interface Words {
  readonly strings: CodeSigningStrings;
  readonly formats: SigningFormats;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function verdictOf(view: FunctionSigning, words: Words): Verdict {
  const { strings } = words;
  const standing = functionStanding(view);
  const verdicts: Readonly<Record<SigningStanding, () => Omit<Verdict, 'standing'>>> = {
    image: () => ({ headline: strings.imageVerdict, notes: [strings.imageNote], mends: [] }),
    unchecked: () => ({ headline: strings.noConfigVerdict, notes: [strings.noConfigNote], mends: [{ label: 'attach', action: 'attach' }, { label: 'createConfig', action: 'createConfig' }] }),
    unknown: () => ({ headline: unknownHeadline(view, strings), notes: problemsOf(view), mends: [{ label: 'checkAgain', action: 'refresh' }] }),
    trusted: () => ({ headline: trustedHeadline(view, words), notes: [...wordNotes(view, strings), ...soonNotes(view, words)], mends: soonMends(view, words) }),
    blocked: () => failedVerdict(view, 'blocked', strings),
    counted: () => failedVerdict(view, 'counted', strings),
  };
  return { standing, ...verdicts[standing]() };
}

/** The first of the checks, in AWS's order, that has failed. */
export function firstFailure(part: SignedPart): { readonly check: SignatureCheck; readonly reason: CheckReason } | undefined {
  for (const check of signatureChecks) {
    const outcome: CheckOutcome | undefined = part.verification?.checks[check];
    if (outcome?.verdict === 'failed') return { check, reason: outcome.reason };
  }
  return undefined;
}

function failedVerdict(view: FunctionSigning, standing: 'blocked' | 'counted', strings: CodeSigningStrings): Omit<Verdict, 'standing'> {
  const failing = view.parts.filter((part) => partStanding(part, true) === standing);
  const [part, ...others] = failing;
  const failure = part && firstFailure(part);
  if (part === undefined || failure === undefined) return { headline: strings.standings[standing], notes: [], mends: [] };
  const sentences = { package: { blocked: strings.packageBlocked, counted: strings.packageCounted }, layer: { blocked: strings.layerBlocked, counted: strings.layerCounted } };
  const unread = view.parts.filter((each) => partStanding(each, true) === 'unknown');
  return {
    headline: fill(sentences[part.kind][standing], strings.reasonClauses[failure.reason], part.name),
    notes: [
      ...(failure.check === 'integrity' ? [strings.integrityNote] : standing === 'counted' ? [strings.countedNote] : []),
      ...(others.length > 0 ? [fill(strings.moreFail, others.map(({ name }) => name).join(', '))] : []),
      ...unread.map(({ name }) => fill(strings.unknownVerdict, name)),
    ],
    mends: mendsOf(failure.reason, part, view),
  };
}

function unknownHeadline({ parts }: FunctionSigning, strings: CodeSigningStrings): string {
  const part = parts.find((each) => partStanding(each, true) === 'unknown');
  return part === undefined ? strings.unknown : fill(strings.unknownVerdict, part.name);
}

function problemsOf({ parts }: FunctionSigning): string[] {
  return parts.flatMap(({ problem }) => problem ?? []);
}

/** That it is trusted may be another's word. */
function wordNotes({ parts }: FunctionSigning, strings: CodeSigningStrings): string[] {
  return parts.some(isNoteOfMismatch) ? [strings.lambdasWord] : [];
}

function trustedHeadline({ parts }: FunctionSigning, { strings, formats }: Words): string {
  const signature = parts[0]?.verification?.signature;
  const { profileVersionArn, signingTime, expiry, chain = [] } = signature ?? {};
  const signer = profileVersionArn === undefined ? chain[0] && commonName(chain[0].subject) : profileOf(profileVersionArn).name;
  if (signer === undefined || signingTime === undefined || expiry === undefined) return strings.trustedBriefly;
  return fill(strings.trusted, signer, formats.day(signingTime), formats.day(expiry));
}

function soon({ parts }: FunctionSigning, now: number): readonly SignedPart[] {
  return parts.filter(({ verification }) => expiresSoon(verification?.signature?.expiry, now));
}

function soonNotes(view: FunctionSigning, { strings, formats, now }: Words): string[] {
  return soon(view, now).map(({ name, verification }) => fill(strings.expiresSoonNote, formats.distance(verification?.signature?.expiry ?? '', now), name));
}

function soonMends(view: FunctionSigning, { now }: Words): readonly Mend[] {
  const [part] = soon(view, now);
  return part === undefined ? [] : mendsOf('signatureExpired', part, view).filter(({ action }) => action !== 'setPolicy');
}
