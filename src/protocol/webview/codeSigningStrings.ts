import type { UntrustedArtifactPolicy } from '../../lambda/signing/enforcement.ts';
import type { CheckReason, SignatureCheck } from '../../lambda/signing/verification.ts';

/** The page's words, in the user's language; `{0}`, `{1}` … are replaced. */
export interface CodeSigningStrings {
  readonly title: string;
  readonly reading: string;
  readonly cancel: string;
  readonly refresh: string;
  readonly allFunctions: string;
  readonly dismiss: string;
  readonly copy: string;
  /** {0}: what was copied. */
  readonly copied: string;
  readonly unknown: string;

  readonly policies: Readonly<Record<UntrustedArtifactPolicy | 'none', string>>;
  /** What each policy does, as a hint. */
  readonly policyHelp: Readonly<Record<UntrustedArtifactPolicy | 'none', string>>;
  readonly standings: Readonly<Record<SigningStanding, string>>;

  /** The verdict as a sentence. {0} of `…Blocked`, `…Counted`: a clause of `reasonClauses`; {1}: the layer. */
  readonly packageBlocked: string;
  readonly layerBlocked: string;
  readonly packageCounted: string;
  readonly layerCounted: string;
  /** {0} profile, {1} signing time, {2} expiry. */
  readonly trusted: string;
  readonly trustedBriefly: string;
  readonly noConfigVerdict: string;
  readonly imageVerdict: string;
  /** {0}: the part that could not be read. */
  readonly unknownVerdict: string;
  readonly integrityNote: string;
  readonly countedNote: string;
  readonly lambdasWord: string;
  readonly noConfigNote: string;
  readonly imageNote: string;
  /** {0}: the names of more parts that fail. */
  readonly moreFail: string;
  /** {0}: how far from now; {1}: the part. */
  readonly expiresSoonNote: string;

  readonly parts: string;
  readonly package: string;
  readonly layer: string;
  readonly notRead: string;
  readonly checkColumn: string;
  readonly verdictColumn: string;
  readonly reasonColumn: string;
  readonly checks: Readonly<Record<SignatureCheck, string>>;
  /** What one knows where a check has passed. `mismatch`: {0} profile. `expiry`: {0} when, {1} how far from now. */
  readonly checkPassed: Readonly<Record<SignatureCheck, string>>;
  /** In place of `checkPassed.mismatch`, where a configuration allows the profile. */
  readonly mismatchAllowed: string;
  readonly checkSkipped: string;
  /** In place of `checkSkipped`, where there is a signature. */
  readonly checkLeft: string;
  readonly verdicts: Readonly<Record<'passed' | 'failed' | 'notChecked', string>>;
  /** Goes on after a colon. */
  readonly reasonClauses: Readonly<Record<CheckReason, string>>;
  /** Whole sentences, with what to do. */
  readonly reasons: Readonly<Record<CheckReason, string>>;
  /** {0}: an entry of the archive. */
  readonly atEntry: string;

  readonly evidence: string;
  readonly evidenceUnbelieved: string;
  readonly signer: string;
  readonly profileVersion: string;
  readonly job: string;
  readonly signingTime: string;
  readonly expiry: string;
  readonly digestSigned: string;
  readonly digestFound: string;
  readonly digestSame: string;
  readonly digestDiffers: string;
  readonly chain: string;
  readonly trustedCertificate: string;
  /** {0} issuer, {1} and {2} the ends of its validity. */
  readonly issuedBy: string;
  readonly validity: string;
  readonly serialNumber: string;
  readonly fingerprint: string;

  readonly configuration: string;
  readonly noConfig: string;
  readonly noConfigText: string;
  readonly description: string;
  readonly policy: string;
  readonly arn: string;
  readonly lastModified: string;
  readonly warnNote: string;

  readonly publishers: string;
  readonly noPublishers: string;
  readonly profile: string;
  readonly status: string;
  readonly signaturesLast: string;
  readonly profileStatuses: Readonly<Record<'Active' | 'Canceled' | 'Revoked' | 'unknown', string>>;
  readonly profileStatusHelp: Readonly<Record<'Active' | 'Canceled' | 'Revoked' | 'unknown', string>>;
  readonly actionsColumn: string;

  readonly history: string;
  readonly noJobs: string;
  readonly noJobsText: string;
  readonly signerProblem: string;
  readonly jobStatuses: Readonly<Record<'InProgress' | 'Failed' | 'Succeeded' | 'Expired' | 'Revoked', string>>;
  readonly created: string;
  /** {0}: when. */
  readonly completedAt: string;
  readonly expires: string;
  /** {0}: when. */
  readonly revokedAt: string;

  /** Of buttons. Those that ask something end in `…`. */
  readonly actions: Readonly<Record<SigningActionLabel, string>>;
  /** For screen readers: {0} the action, {1} what it acts on. */
  readonly actionOn: string;

  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly counts: Readonly<Record<SigningCount, string>>;
  readonly countsLabel: string;
  readonly columns: Readonly<Record<SigningColumn, string>>;
  readonly signedWords: Readonly<Record<'yes' | 'no' | 'image' | 'unknown', string>>;
  /** {0}: a column. */
  readonly sortedUp: string;
  readonly sortedDown: string;
  /** {0} of {1} functions show. */
  readonly shown: string;
  /** {0} of {1} are read. */
  readonly progress: string;
  readonly exportCsv: string;
  readonly noFunctions: string;
  readonly noFunctionsText: string;
  readonly noMatch: string;
  readonly showAll: string;
  readonly tableHelp: string;
}

/** What a deployment would do now, in a word. `counted`: let through under Warn. */
export type SigningStanding = 'trusted' | 'blocked' | 'counted' | 'unchecked' | 'image' | 'unknown';

export type SigningCount = 'all' | 'signed' | 'unsigned' | 'blocked' | 'expiring';

export type SigningColumn = 'functionName' | 'policy' | 'signed' | 'signer' | 'expires' | 'verdict' | 'configuration';

export type SigningActionLabel =
  | 'sign' | 'signLayer' | 'deploySigned' | 'attach' | 'attachOther' | 'detach' | 'createConfig' | 'editConfig' | 'deleteConfig'
  | 'allowPublisher' | 'allowThisPublisher' | 'removePublisher' | 'toWarn' | 'toEnforce' | 'revokeJob' | 'revokeProfile'
  | 'verifyFile' | 'createProfile' | 'checkAgain';
