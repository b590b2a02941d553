import type { SigningJob } from '../../../aws/signer/signerApi.ts';
import { inParallel } from './inParallel.ts';
import { callsAtOnce } from './readPublishers.ts';

/** Jobs that are kept: what was shown of many functions. */
const mostKept = 1_000;

/**
 * What a list of jobs lacks: why one has failed, and when and why one was revoked. Neither changes any more, so that Signer is asked once for
 * each.
 */
export class JobDetails {
  readonly #kept = new Map<string, SigningJob>();

  /** Those that cannot be asked for stay as the list has them. Rejects with the signal's reason alone. */
  async complete(
    jobs: readonly SigningJob[],
    { connection, job: ask, signal }: { readonly connection: string; readonly job: (id: string, signal: AbortSignal) => Promise<SigningJob>; readonly signal: AbortSignal },
  ): Promise<readonly SigningJob[]> {
    const keyOf = ({ id, revoked }: SigningJob): string => `${connection} ${id} ${revoked !== undefined}`;
    const lacking = jobs.filter((job) => lacksDetails(job) && !this.#kept.has(keyOf(job)));
    await inParallel(lacking, callsAtOnce, async (job) => this.#keep(keyOf(job), await ask(job.id, signal))).catch(() => signal.throwIfAborted());
    return jobs.map((job) => (lacksDetails(job) ? (this.#kept.get(keyOf(job)) ?? job) : job));
  }

  #keep(key: string, job: SigningJob): void {
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, job);
  }
}

function lacksDetails({ status, reason, revoked }: SigningJob): boolean {
  return (status === 'Failed' && reason === undefined) || (revoked !== undefined && revoked.at === undefined);
}
