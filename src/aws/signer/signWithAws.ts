import { CodedError } from '../../common/codedError.ts';
import { throwIfCancelled } from '../cancelled.ts';
import { checkTarget, openArchive } from './archiveFile.ts';
import { followJob, type SignedObject, startJob } from './followJob.ts';
import type { BucketSignRequest, SigningJob, SignRequest, StoredPackage } from './signerApi.ts';
import type { AwsSigning } from './services.ts';
import { checkVersioning, currentVersion, downloadSigned, uploadArchive } from './signingBucket.ts';
import { mayBeDone, SigningTraces } from './signingTraces.ts';
import { keyOf, storedPackage } from './storedPackage.ts';

/** Through a bucket: Signer reads a version of an object there, and writes another one. Both are removed again, however it ends. */
export async function signWithAws(signing: AwsSigning, request: SignRequest, signal: AbortSignal): Promise<SigningJob> {
  const { onProgress, onLeftBehind } = request;
  await checkTarget(request);
  const traces = new SigningTraces(signing);
  try {
    const { job, signed } = await signInto(traces, signing, request, signal);
    onProgress?.('downloading');
    traces.signed = await downloadSigned(signing.s3, signed.bucket, signed.key, request.signed, signal);
    return job;
  } finally {
    await traces.remove((object) => onLeftBehind?.(object), signal);
  }
}

/** As `signWithAws`, and the signed one stays in the bucket until it is disposed of. */
export async function signInBucket(signing: AwsSigning, request: BucketSignRequest, signal: AbortSignal): Promise<StoredPackage> {
  const { onLeftBehind } = request;
  const traces = new SigningTraces(signing);
  try {
    const { signed } = await signInto(traces, signing, request, signal);
    // The version that was signed, and none that somebody puts in its place.
    const stored = await currentVersion(signing.s3, signed.bucket, signed.key, 'repeat', signal);
    if (stored === undefined) throw new CodedError('SIGNED_PACKAGE_GONE', `s3://${signed.bucket}/${signed.key} was removed before it was deployed: sign again.`);
    traces.signed = stored;
    throwIfCancelled(signal);
    return storedPackage(stored, traces, onLeftBehind);
  } catch (error) {
    await traces.remove((object) => onLeftBehind?.(object), signal);
    throw error;
  }
}

/** Notes in `traces` what there may be of it, also where it rejects. */
async function signInto(
  traces: SigningTraces,
  signing: AwsSigning,
  { archive: file, profileName, storage, onProgress }: BucketSignRequest,
  signal: AbortSignal,
): Promise<{ readonly job: SigningJob; readonly signed: SignedObject }> {
  const { signer, s3, clock, uuid } = signing;
  if (storage === undefined) {
    const message = 'AWS Signer takes packages from S3 and puts them there: choose a bucket that keeps versions of its objects.';
    throw new CodedError('SIGNING_STORAGE_MISSING', message);
  }
  await using archive = await openArchive(file);
  const { bucket } = storage;
  const token = uuid();
  const name = keyOf(storage.prefix, token);
  const key = `${name}.zip`;
  onProgress?.('uploading');
  await checkVersioning(s3, bucket, signal);
  traces.source = { bucket, key, version: undefined };
  const { version, attempts } = await uploadArchive(s3, bucket, key, archive, signal);
  // An attempt before may have left one too.
  if (attempts === 1) traces.source = { bucket, key, version };
  throwIfCancelled(signal);
  onProgress?.('signing');
  const destination = `${name}-signed-`;
  traces.job = { id: undefined, bucket, destination };
  const start = { profileName, bucket, key, version, destination, token };
  const id = await startJob({ signer, clock }, start, signal).catch((error: unknown) => {
    if (!mayBeDone(error)) traces.job = undefined;
    throw error;
  });
  traces.job = { id, bucket, destination };
  const { job, signed } = await followJob(signing, id, signal);
  traces.signed = { ...signed, version: undefined };
  return { job, signed };
}
