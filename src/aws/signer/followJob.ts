import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import { DisposableStore } from '../../common/disposable.ts';
import type { Connection } from '../connection.ts';
import { pause } from '../pause.ts';
import type { SigningJob } from './signerApi.ts';
import { jobOf } from './signerShapes.ts';
import type { SignerCaller } from './services.ts';

export interface JobStart {
  readonly profileName: string;
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  /** How keys begin that Signer writes to. */
  readonly destination: string;
  /** What was started with it before is not started again. */
  readonly token: string;
}

/** What was cancelled while its answer is awaited: whether there is a job is worth knowing, to remove what it writes. */
const startGraceMs = 10_000;

/** Resolves to the job's id, also where it was cancelled meanwhile. */
export async function startJob({ signer, clock }: Pick<JobFollower, 'signer' | 'clock'>, start: JobStart, signal: AbortSignal): Promise<string> {
  const { profileName, bucket, key, version, destination, token } = start;
  const stop = new AbortController();
  const grace = new DisposableStore();
  const cancelled = (): void => void grace.add(clock.after(startGraceMs, () => stop.abort()));
  signal.addEventListener('abort', cancelled, { once: true });
  try {
    return await signer.call('StartSigningJob', 'repeat', stop.signal, async ({ sdk, client, options }) => {
      const command = new sdk.StartSigningJobCommand({
        profileName,
        source: { s3: { bucketName: bucket, key, version } },
        destination: { s3: { bucketName: bucket, prefix: destination } },
        clientRequestToken: token,
      });
      const { jobId } = await client.send(command, options);
      if (jobId === undefined) throw new TypeError('no job');
      return jobId;
    });
  } finally {
    signal.removeEventListener('abort', cancelled);
    grace.dispose();
  }
}

/** Most jobs take a few seconds; Signer's quota of calls is shared by the account. */
const firstPauseMs = 1_000;
const longestPauseMs = 10_000;
const growth = 1.5;
const patienceMs = 15 * 60_000;

export interface JobFollower {
  readonly connection: Connection;
  readonly signer: SignerCaller;
  readonly clock: Clock;
}

export interface SignedObject {
  readonly bucket: string;
  readonly key: string;
}

/** Asks until the job has ended. Rejects with CodedError `SIGNING_FAILED` or `SIGNING_TIMED_OUT`, or as calls do. */
export async function followJob(
  { connection, signer, clock }: JobFollower,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly job: SigningJob; readonly signed: SignedObject }> {
  const start = clock.monotonic();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * growth)) {
    const { job, signed } = await signer.call('DescribeSigningJob', 'repeat', signal, async ({ sdk, client, options }) => {
      const answer = await client.send(new sdk.DescribeSigningJobCommand({ jobId: id }), options);
      const { bucketName, key } = answer.signedObject?.s3 ?? {};
      const written = bucketName === undefined || key === undefined ? undefined : { bucket: bucketName, key };
      return { job: jobOf(answer, connection.region), signed: written };
    });
    if (job.status === 'Failed') throw signingFailed(id, job.reason);
    if (job.status === 'Succeeded' && signed !== undefined) return { job, signed };
    if (clock.monotonic() - start > patienceMs) throw timedOut(id);
    await pause(clock, pauseMs, signal);
  }
}

export function signingFailed(id: string, reason: string | undefined): CodedError {
  const advice = 'A package must be a zip with code in it, and not be signed yet.';
  const message = `The package was not signed: ${reason ?? 'no reason is given.'} The signing job is ${id}. ${advice}`;
  return new CodedError('SIGNING_FAILED', message, { details: { jobId: id, reason } });
}

function timedOut(id: string): CodedError {
  const message = `The signing job ${id} has not ended within ${patienceMs / 60_000} minutes. Look at it later in the list of jobs, or sign again.`;
  return new CodedError('SIGNING_TIMED_OUT', message, { details: { jobId: id } });
}
