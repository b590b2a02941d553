import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CodeReference } from '../../../aws/codeApi.ts';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import type { Clock } from '../../../common/clock.ts';
import type { PackageVerification, RevocationLookup, VerificationPolicy } from '../../../lambda/signing/verification.ts';
import type { TemporaryFiles } from './temporaryFiles.ts';
import { type Found, VerificationCache } from './verificationCache.ts';

/** Checks a file; loads what that takes when it is first needed. */
export type VerifyFile = (file: string, policy: VerificationPolicy, signal: AbortSignal) => Promise<PackageVerification>;

/** The package of a function, or a layer's, as Lambda keeps it. */
export interface StoredPackage {
  readonly api: Pick<LambdaApi, 'downloadCode'>;
  readonly code: CodeReference;
  /** In base64. */
  readonly sha256: string | undefined;
}

/** Against what it is checked. */
export interface CheckedAgainst {
  readonly roots: readonly Uint8Array[];
  readonly allowedProfileVersions: readonly string[] | undefined;
  readonly revocations: RevocationLookup;
  /** Tells connections apart: what is revoked is another matter in each. */
  readonly connection: string;
}

export interface PackageWork {
  readonly signal: AbortSignal;
  readonly onProgress: (step: 'downloading' | 'checking') => void;
}

export interface PackageVerifierOptions {
  readonly files: TemporaryFiles;
  readonly verifyFile: VerifyFile;
  readonly clock: Clock;
}

/** Checks packages of functions and layers: downloads them, and keeps nothing of them but what was found. */
export class PackageVerifier {
  readonly #options: PackageVerifierOptions;
  readonly #cache: VerificationCache;

  constructor(options: PackageVerifierOptions) {
    this.#options = options;
    this.#cache = new VerificationCache(options.clock);
  }

  async verify(stored: StoredPackage, against: CheckedAgainst, work: PackageWork): Promise<PackageVerification> {
    const key = stored.sha256 === undefined ? undefined : keyOf(stored.sha256, against);
    const known = key === undefined ? undefined : this.#cache.get(key);
    if (known !== undefined && (await isStillSo(known, against, work.signal))) return known.verification;
    const asked: { revocations?: NonNullable<Found['revocations']> } = {};
    const noting: RevocationLookup = async (query) => {
      const answer = await against.revocations(query);
      asked.revocations = { query, answer };
      return answer;
    };
    const verification = await this.#options.files.using(async (folder) => {
      const file = join(folder, 'package.zip');
      work.onProgress('downloading');
      await stored.api.downloadCode(stored.code, file, work.signal);
      work.onProgress('checking');
      return this.verifyFile(file, { ...against, revocations: noting }, work.signal);
    });
    // What could not be asked now may be answered in a moment.
    if (key !== undefined && !isUnknown(verification)) this.#cache.set(key, { verification, ...asked });
    return verification;
  }

  /** Of a file of the user's: nothing is kept. */
  verifyFile(file: string, { roots, allowedProfileVersions, revocations }: CheckedAgainst, signal: AbortSignal): Promise<PackageVerification> {
    const policy: VerificationPolicy = { roots, allowedProfileVersions, revocations, now: this.#options.clock.now() };
    return this.#options.verifyFile(file, policy, signal);
  }

  /** Something was revoked, or is to be looked at anew. */
  forget(): void {
    this.#cache.forget();
  }
}

/** What is revoked, nobody tells by itself: that is asked every time. Where it cannot be, what was found a moment ago holds. */
async function isStillSo({ revocations: before }: Found, { revocations }: CheckedAgainst, signal: AbortSignal): Promise<boolean> {
  if (before === undefined) return true;
  try {
    const now = await revocations(before.query);
    return now.length === before.answer.length && before.answer.every((entity) => now.includes(entity));
  } catch {
    signal.throwIfAborted();
    return true;
  }
}

function isUnknown({ checks: { revocation } }: PackageVerification): boolean {
  return revocation.verdict === 'failed' && revocation.reason === 'revocationUnknown';
}

function keyOf(sha256: string, { roots, allowedProfileVersions, connection }: CheckedAgainst): string {
  const trusted = roots.map((root) => createHash('sha256').update(root).digest('base64')).sort();
  return JSON.stringify([sha256, connection, trusted, allowedProfileVersions === undefined ? null : [...allowedProfileVersions].sort()]);
}
