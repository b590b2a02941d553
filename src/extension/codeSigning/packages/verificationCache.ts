import type { Clock } from '../../../common/clock.ts';
import type { PackageVerification } from '../../../lambda/signing/verification.ts';

/** What is revoked, nobody tells by itself: after so long it is asked again. */
const freshMs = 10 * 60_000;
const mostKept = 200;

interface Kept {
  readonly verification: PackageVerification;
  readonly at: number;
}

/** Results by what was checked and against what, so that what was looked at a moment ago shows at once. */
export class VerificationCache {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): PackageVerification | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || !this.#isFresh(kept)) return undefined;
    return kept.verification;
  }

  set(key: string, verification: PackageVerification): void {
    this.#kept.delete(key);
    this.#kept.set(key, { verification, at: this.#clock.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  forget(): void {
    this.#kept.clear();
  }

  #isFresh({ verification, at }: Kept): boolean {
    const now = this.#clock.now();
    const expiry = Date.parse(verification.signature?.expiry ?? '');
    // A signature that has expired since fails another check than it did.
    const expired = at <= expiry && expiry < now;
    return now - at < freshMs && !expired;
  }
}
