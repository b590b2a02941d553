import type { Clock } from '../../../common/clock.ts';
import type { PackageVerification } from '../../../lambda/signing/verification.ts';
import { KeyedQueue } from '../../store/keyedQueue.ts';
import type { SigningTrust } from '../signingTrust.ts';
import type { VerifiedArchive } from './verifiedArchive.ts';
import { verifyArchive } from './verifyArchive.ts';

export interface VerifyOptions {
  /** Versions of signing profiles that may have signed. Undefined: any. */
  readonly publishers?: readonly string[];
  /** Aborted: the verification ends soon, and rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Checks what archives are signed with. */
export interface PackageVerifier {
  /** Rejects with the system's error where the file cannot be read, and with the signal's reason. */
  verify(archive: VerifiedArchive, options?: VerifyOptions): Promise<PackageVerification>;
}

export interface PackageVerifierOptions {
  readonly trust: SigningTrust;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * One archive at a time, however many are deployed at once: each takes some memory for what it reads ahead, and hashing is this thread's
 * own work.
 */
export function createPackageVerifier({ trust, clock }: PackageVerifierOptions): PackageVerifier {
  const queue = new KeyedQueue();
  return {
    verify: (archive, { publishers, signal } = {}) =>
      queue.run('verification', async () => {
        signal?.throwIfAborted();
        const roots = await trust.roots();
        const policy = { roots, allowedProfileVersions: publishers, now: clock.now(), revocations: trust.revocations };
        return verifyArchive(archive, policy, signal);
      }),
  };
}
