import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { Connection } from '../connection.ts';
import { openArchive } from './archiveFile.ts';
import { followJob, startJob } from './followJob.ts';
import type { SigningJob, SignRequest } from './signerApi.ts';
import type { S3Caller, SignerCaller } from './services.ts';
import { checkVersioning, downloadSigned, uploadArchive } from './signingBucket.ts';
import { mayBeDone, SigningTraces } from './signingTraces.ts';

export interface AwsSigning {
  readonly connection: Connection;
  readonly signer: SignerCaller;
  readonly s3: S3Caller;
  readonly clock: Clock;
  readonly uuid: () => string;
}

/** Through a bucket: Signer reads a version of an object there, and writes another one. Both are removed again, however it ends. */
export async function signWithAws(signing: AwsSigning, request: SignRequest, signal: AbortSignal): Promise<SigningJob> {
  const { signer, s3, uuid } = signing;
  const { storage, onProgress, onLeftBehind } = request;
  if (storage === undefined) {
    const message = 'AWS Signer takes packages from S3 and puts them there: choose a bucket that keeps versions of its objects.';
    throw new CodedError('SIGNING_STORAGE_MISSING', message);
  }
  await using archive = await openArchive(request);
  const traces = new SigningTraces(signer, s3);
  try {
    const { bucket } = storage;
    const token = uuid();
    const name = `${folderOf(storage.prefix)}${token}`;
    const key = `${name}.zip`;
    onProgress?.('uploading');
    await checkVersioning(s3, bucket, signal);
    traces.source = { bucket, key, version: undefined };
    const { version, attempts } = await uploadArchive(s3, bucket, key, archive, signal);
    // An attempt before may have left one too.
    if (attempts === 1) traces.source = { bucket, key, version };
    onProgress?.('signing');
    const destination = `${name}-signed-`;
    traces.job = { id: undefined, bucket, destination };
    const start = { profileName: request.profileName, bucket, key, version, destination, token };
    const id = await startJob(signer, start, signal).catch((error: unknown) => {
      if (!mayBeDone(error)) traces.job = undefined;
      throw error;
    });
    traces.job = { id, bucket, destination };
    const { job, signed } = await followJob(signing, id, signal);
    traces.signed = { ...signed, version: undefined };
    onProgress?.('downloading');
    traces.signed = await downloadSigned(s3, signed.bucket, signed.key, request.signed, signal);
    return job;
  } finally {
    await traces.remove((object) => onLeftBehind?.(object));
  }
}

function folderOf(prefix: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `${bare}/`;
}
