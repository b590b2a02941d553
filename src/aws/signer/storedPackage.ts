import { CodedError } from '../../common/codedError.ts';
import { throwIfCancelled } from '../cancelled.ts';
import { openPackage } from './archiveFile.ts';
import type { LeftBehind, StoredPackage, StoreRequest } from './signerApi.ts';
import type { AwsSigning } from './services.ts';
import { putArchive, type StoredVersion, versionOf } from './signingBucket.ts';
import { SigningTraces } from './signingTraces.ts';

/** Puts a package that is signed already into a bucket, whether that keeps versions or not. Rejects with nothing left there. */
export async function storePackage(signing: AwsSigning, request: StoreRequest, signal: AbortSignal): Promise<StoredPackage> {
  const { file, storage, onLeftBehind } = request;
  await using archive = await openPackage(file);
  const traces = new SigningTraces(signing);
  const { bucket } = storage;
  const key = `${keyOf(storage.prefix, signing.uuid())}.zip`;
  try {
    traces.source = { bucket, key, version: undefined };
    const { version, attempts } = await putArchive(signing.s3, bucket, key, archive, signal);
    if (attempts === 1) traces.source = { bucket, key, version };
    throwIfCancelled(signal);
    return storedPackage({ bucket, key, version }, traces, onLeftBehind);
  } catch (error) {
    await traces.remove((object) => onLeftBehind?.(object), signal);
    throw error;
  }
}

/** `traces` are removed with it. */
export function storedPackage(stored: StoredVersion, traces: SigningTraces, onLeftBehind: ((object: LeftBehind) => void) | undefined): StoredPackage {
  const { bucket, key } = stored;
  const version = versionOf(stored);
  return {
    code: { bucket, key, ...(version !== undefined && { version }) },
    [Symbol.asyncDispose]: () => traces.remove((object) => onLeftBehind?.(object)),
  };
}

/** How keys begin of what is put there under this name. */
export function keyOf(prefix: string, name: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '');
  return bare === '' ? name : `${bare}/${name}`;
}

/** Throws always: what is in a bucket is of AWS. */
export function noBuckets(): never {
  throw new CodedError('NO_BUCKETS_HERE', 'The Local region has no buckets: sign into a file, and deploy that.');
}
