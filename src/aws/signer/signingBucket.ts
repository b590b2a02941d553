import { Readable } from 'node:stream';
import { CodedError } from '../../common/codedError.ts';
import { ConnectionError } from '../connectionError.ts';
import type { Persistence } from '../service/serviceCaller.ts';
import { writeWholeFile } from '../wholeFile.ts';
import { type ArchiveFile, mostSignedBytes, signedTooLarge } from './archiveFile.ts';
import type { S3Caller } from './services.ts';

const noVersion = 'null';

/** A version of an object. */
export interface StoredVersion {
  readonly bucket: string;
  readonly key: string;
  /** Undefined: not known, or whether there is one. */
  readonly version: string | undefined;
}

/**
 * Rejects with CodedError `BUCKET_NOT_VERSIONED` where the bucket keeps no versions. Who may not ask that learns it from what is uploaded.
 */
export async function checkVersioning(s3: S3Caller, bucket: string, signal: AbortSignal): Promise<void> {
  try {
    const status = await s3.call('GetBucketVersioning', 'repeat', signal, async ({ sdk, client, options }) => {
      const answer = await client.send(new sdk.GetBucketVersioningCommand({ Bucket: bucket }), options);
      return answer.Status;
    });
    if (status !== 'Enabled') throw notVersioned(bucket);
  } catch (error) {
    if (!(error instanceof ConnectionError && error.code === 'accessDenied')) throw error;
  }
}

export interface PutArchive {
  /** Undefined in a bucket that keeps no versions; the word null where that is suspended. */
  readonly version: string | undefined;
  /** One whose answer was lost may have made a version too. */
  readonly attempts: number;
}

/** In one request: a package is small for S3. */
export async function putArchive(s3: S3Caller, bucket: string, key: string, archive: ArchiveFile, signal: AbortSignal): Promise<PutArchive> {
  let attempts = 0;
  const version = await s3.transfer('PutObject', signal, async ({ sdk, client, options }) => {
    attempts += 1;
    const unread = new AbortController();
    const Body = Readable.from(piecesOrEnd(archive, unread), { objectMode: false });
    try {
      const input = { Bucket: bucket, Key: key, Body, ContentLength: archive.size, ContentType: 'application/zip' };
      const abortSignal = AbortSignal.any([signal, unread.signal]);
      return (await client.send(new sdk.PutObjectCommand(input), { ...options, abortSignal })).VersionId;
    } catch (error) {
      throw unread.signal.aborted ? unread.signal.reason : error;
    } finally {
      Body.destroy();
    }
  });
  return { version, attempts };
}

/** As `putArchive`, where there must be a version: rejects with CodedError `BUCKET_NOT_VERSIONED`. */
export async function uploadArchive(
  s3: S3Caller,
  bucket: string,
  key: string,
  archive: ArchiveFile,
  signal: AbortSignal,
): Promise<{ readonly version: string; readonly attempts: number }> {
  const put = await putArchive(s3, bucket, key, archive, signal);
  const version = versionOf(put);
  if (version === undefined) throw notVersioned(bucket);
  return { version, attempts: put.attempts };
}

/** One by which an object can be read: of a bucket whose versioning is suspended it is the word null. */
export function versionOf({ version }: { readonly version: string | undefined }): string | undefined {
  return version === noVersion ? undefined : version;
}

/** The SDK waits for the rest of a stream that fails, and throws its error where nobody can catch it: so it ends, and the request with it. */
async function* piecesOrEnd(archive: ArchiveFile, unread: AbortController): AsyncGenerator<Uint8Array> {
  try {
    yield* archive.pieces();
  } catch (error) {
    unread.abort(error);
  }
}

/** Resolves to what was read, with its version. */
export function downloadSigned(s3: S3Caller, bucket: string, key: string, file: string, signal: AbortSignal): Promise<StoredVersion> {
  return s3.transfer('GetObject', signal, async ({ sdk, client, options }) => {
    const { Body, VersionId: version } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), options);
    if (!(Body instanceof Readable)) throw new TypeError('no stream');
    const stop = (): void => void Body.destroy(new Error('cancelled'));
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (signal.aborted) stop();
      await writeWholeFile(file, Body, { most: mostSignedBytes, tooLarge: signedTooLarge });
    } finally {
      signal.removeEventListener('abort', stop);
      Body.destroy();
    }
    return { bucket, key, version };
  });
}

/** As many as there may be of a key that nobody else uses: one of each attempt. */
const mostVersions = 6;

/** Removes the version, and not only the sight of it. Where that is not known: all that the key shows. */
export async function removeStored(s3: S3Caller, { bucket, key, version }: StoredVersion): Promise<void> {
  if (version !== undefined) return removeVersion(s3, bucket, key, version);
  for (let count = 0; count < mostVersions; count += 1) {
    const found = await currentVersion(s3, bucket, key, 'once');
    if (found === undefined) return;
    await removeVersion(s3, bucket, key, found.version);
    if (found.version === undefined) return;
  }
}

function removeVersion(s3: S3Caller, bucket: string, key: string, version: string | undefined): Promise<void> {
  return s3.call('DeleteObject', 'once', undefined, async ({ sdk, client, options }) => {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, ...(version !== undefined && { VersionId: version }) }), options);
  });
}

/** What the key shows; undefined where that is nothing. Its version is undefined in a bucket that keeps none. */
export async function currentVersion(s3: S3Caller, bucket: string, key: string, persistence: Persistence, signal?: AbortSignal): Promise<StoredVersion | undefined> {
  try {
    return await s3.call('HeadObject', persistence, signal, async ({ sdk, client, options }) => {
      const { VersionId: version } = await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), options);
      return { bucket, key, version };
    });
  } catch (error) {
    if (error instanceof ConnectionError && error.code === 'notFound') return undefined;
    throw error;
  }
}

function notVersioned(bucket: string): CodedError {
  const message =
    `The bucket ${bucket} keeps no versions, and AWS Signer reads a package by its version. Choose another bucket, or turn versioning on: ` +
    `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`;
  return new CodedError('BUCKET_NOT_VERSIONED', message, { details: { bucket } });
}
