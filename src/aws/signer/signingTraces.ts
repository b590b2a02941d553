import { messageOf } from '../../common/codedError.ts';
import { ConnectionError } from '../connectionError.ts';
import type { LeftBehind } from './signerApi.ts';
import type { S3Caller, SignerCaller } from './services.ts';
import { removeStored, type StoredVersion } from './signingBucket.ts';

/** What signing leaves in a bucket, noted before it may be there. */
export class SigningTraces {
  readonly #signer: SignerCaller;
  readonly #s3: S3Caller;
  source: StoredVersion | undefined;
  signed: StoredVersion | undefined;
  /** A job that may be under way: its id, or undefined where its start was not answered. */
  job: { readonly id: string | undefined; readonly bucket: string; readonly destination: string } | undefined;

  constructor(signer: SignerCaller, s3: S3Caller) {
    this.#signer = signer;
    this.#s3 = s3;
  }

  /** Removes what there is. Does not reject: `tell` is told of what stays. */
  async remove(tell: (object: LeftBehind) => void): Promise<void> {
    const drop = async (stored: StoredVersion | undefined): Promise<void> => {
      if (stored === undefined) return;
      const { bucket, key } = stored;
      await removeStored(this.#s3, stored).catch((error: unknown) => tell({ bucket, key, reason: messageOf(error) }));
    };
    // A job that has not read it yet fails, and writes nothing.
    await drop(this.source);
    await drop(this.signed ?? (await this.#written(tell)));
  }

  /** What the job has written meanwhile. */
  async #written(tell: (object: LeftBehind) => void): Promise<StoredVersion | undefined> {
    if (this.job === undefined) return undefined;
    const { id, bucket, destination } = this.job;
    const later = (reason: string): undefined => {
      tell({ bucket, key: `${destination}*`, reason });
    };
    if (id === undefined) return later('Whether a signing job was started is not known: it would write there.');
    try {
      return await this.#signer.call('DescribeSigningJob', 'once', undefined, async ({ sdk, client, options }) => {
        const { status, signedObject } = await client.send(new sdk.DescribeSigningJobCommand({ jobId: id }), options);
        const { bucketName, key } = signedObject?.s3 ?? {};
        if (status === 'InProgress') return later(`The signing job ${id} goes on, and may still write there.`);
        return bucketName === undefined || key === undefined ? undefined : { bucket: bucketName, key, version: undefined };
      });
    } catch (error) {
      return later(messageOf(error));
    }
  }
}

/** Whether what was asked for may have been done although its answer did not come. */
export function mayBeDone(error: unknown): boolean {
  return !(error instanceof ConnectionError) || ['cancelled', 'network', 'service'].includes(error.code);
}
