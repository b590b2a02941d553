import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/codedError.ts';
import { ConnectionError } from '../connectionError.ts';
import { pause } from '../pause.ts';
import type { LeftBehind } from './signerApi.ts';
import type { S3Caller, SignerCaller } from './services.ts';
import { removeStored, type StoredVersion } from './signingBucket.ts';

/** Who cancels waits for nothing: until a job has ended that goes on meanwhile. Most take a few seconds. */
const afterCancelMs = 60_000;
const againMs = 2_000;

export interface TraceCalls {
  readonly signer: SignerCaller;
  readonly s3: S3Caller;
  readonly clock: Clock;
}

/** What signing leaves in a bucket, noted before it may be there. */
export class SigningTraces {
  readonly #calls: TraceCalls;
  source: StoredVersion | undefined;
  signed: StoredVersion | undefined;
  /** A job that may be under way: its id, or undefined where its start was not answered. */
  job: { readonly id: string | undefined; readonly bucket: string; readonly destination: string } | undefined;

  constructor(calls: TraceCalls) {
    this.#calls = calls;
  }

  /**
   * Removes what there is. Does not reject: `tell` is told of what stays.
   * @param signal of the signing: once it is aborted, what the job still writes is waited for, for a while.
   */
  async remove(tell: (object: LeftBehind) => void, signal?: AbortSignal): Promise<void> {
    const drop = async (stored: StoredVersion | undefined): Promise<void> => {
      if (stored === undefined) return;
      const { bucket, key } = stored;
      await removeStored(this.#calls.s3, stored).catch((error: unknown) => tell({ bucket, key, reason: messageOf(error) }));
    };
    // A job that has not read it yet fails, and writes nothing.
    await drop(this.source);
    await drop(this.signed ?? (await this.#written(tell, signal?.aborted === true ? afterCancelMs : 0)));
  }

  /** What the job has written meanwhile. */
  async #written(tell: (object: LeftBehind) => void, patienceMs: number): Promise<StoredVersion | undefined> {
    if (this.job === undefined) return undefined;
    const { id, bucket, destination } = this.job;
    const later = (reason: string): undefined => {
      tell({ bucket, key: `${destination}*`, reason });
    };
    if (id === undefined) return later('Whether a signing job was started is not known: it would write there.');
    const { clock } = this.#calls;
    const start = clock.monotonic();
    try {
      for (;;) {
        const { status, signed } = await this.#stateOf(id);
        if (status !== 'InProgress') return signed;
        if (clock.monotonic() - start >= patienceMs) return later(`The signing job ${id} goes on, and may still write there.`);
        await pause(clock, againMs, undefined);
      }
    } catch (error) {
      return later(messageOf(error));
    }
  }

  #stateOf(id: string): Promise<{ readonly status: string | undefined; readonly signed: StoredVersion | undefined }> {
    return this.#calls.signer.call('DescribeSigningJob', 'once', undefined, async ({ sdk, client, options }) => {
      const { status, signedObject } = await client.send(new sdk.DescribeSigningJobCommand({ jobId: id }), options);
      const { bucketName, key } = signedObject?.s3 ?? {};
      return { status, signed: bucketName === undefined || key === undefined ? undefined : { bucket: bucketName, key, version: undefined } };
    });
  }
}

/** Whether what was asked for may have been done although its answer did not come. */
export function mayBeDone(error: unknown): boolean {
  return !(error instanceof ConnectionError) || ['cancelled', 'network', 'service'].includes(error.code);
}
