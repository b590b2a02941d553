import type { Clock } from '../../../common/clock.ts';
import type { PackageVerification, RevocationQuery, RevokedEntity } from '../../../lambda/signing/verification.ts';

/** For how long something may be found without being looked at again. */
const freshMs = 10 * 60_000;
const mostKept = 200;

/** What was found, and what it took to be revoked: absent where that was not asked. */
export interface Found {
  readonly verification: PackageVerification;
  readonly revocations?: { readonly query: RevocationQuery; readonly answer: readonly RevokedEntity[] };
}

interface Kept {
  readonly found: Found;
  readonly at: number;
}

/** Results by what was checked and against what, so that what was looked at a moment ago shows at once. */
export class VerificationCache {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): Found | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || !this.#isFresh(kept)) return undefined;
    return kept.found;
  }

  set(key: string, found: Found): void {
    this.#kept.delete(key);
    this.#kept.set(key, { found, at: this.#clock.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  forget(): void {
    this.#kept.clear();
  }

  #isFresh({ found: { verification }, at }: Kept): boolean {
    const now = this.#clock.now();
    const expiry = Date.parse(verification.signature?.expiry ?? '');
    // A signature that has expired since fails another check than it did.
    const expired = at <= expiry && expiry < now;
    return now - at < freshMs && !expired;
  }
}
