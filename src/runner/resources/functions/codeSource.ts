import { createHash } from 'node:crypto';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';
import type { Operations } from '../../api/operations.ts';
import type { ZipOrigin } from '../../store/archives/codeArchives.ts';
import { readS3Object, type S3Refusal } from '../../store/s3Folder.ts';
import { layerCodeSize } from '../layers/layerVersions.ts';
import { notServed } from '../notServed.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkCodeStorage } from './functionAccess.ts';
import type { StoredConfiguration } from './storedFunction.ts';

export type CodeSource = Partial<Operations['CreateFunction']['input']['Code']>;

type StoredCode = StoredConfiguration['code'];

/** Code that a request brought: kept until it is disposed, which is when a function has it. */
export interface TakenCode {
  readonly code: StoredCode;
  dispose(): void;
}

export const sourceErrors = {
  missing: () => lambdaErrors.invalidParameter('Please provide a source for function code.'),
};

/**
 * The zip that a request brings: as bytes, or from the folder that stands for S3. Rejects with LambdaError where there is
 * none.
 */
export async function zipOf({ s3Folder }: Pick<RegionResources, 's3Folder'>, source: CodeSource): Promise<Uint8Array> {
  if (source.ZipFile !== undefined) return source.ZipFile;
  const { S3Bucket: bucket, S3Key: key } = source;
  if (bucket === undefined || key === undefined) throw sourceErrors.missing();
  const folder = s3Folder();
  if (folder === undefined) {
    throw notServed('code from S3', 'Name a folder that stands for S3 (a bucket is a folder in it), or give the code as ZipFile.');
  }
  const object = await readS3Object(folder, bucket, key, largestObject);
  if (typeof object !== 'string') return object;
  if (object === 'TooLarge') throw packageErrors.unzippedTooLarge();
  throw lambdaErrors.invalidParameter(`Error occurred while GetObject. S3 Error Code: ${object}. S3 Error Message: ${s3Messages[object]}`);
}

/** A zip is hardly larger than its files: one that is need not be read, as they are too large or it is no zip. */
const largestObject = 2 * limits.unzippedCodeBytes;

const s3Messages: Readonly<Record<Exclude<S3Refusal, 'TooLarge'>, string>> = {
  NoSuchBucket: 'The specified bucket does not exist',
  NoSuchKey: 'The specified key does not exist.',
  AccessDenied: 'Access Denied',
};

/** Stores what a request brings in place of code of `replacedSize` bytes. */
export async function takeCode(region: RegionResources, source: CodeSource, replacedSize: number): Promise<TakenCode> {
  if (source.ImageUri !== undefined) return { code: imageCode(source.ImageUri), dispose() {} };
  const { archives, functions, tables } = region;
  const zip = await zipOf(region, source);
  checkCodeStorage(functions.codeSize + layerCodeSize(tables) - replacedSize + zip.byteLength, limits.accountCodeBytes);
  const archive = await archives.add(zip, originOf(source));
  const { sha256, size, unzippedSize } = archive;
  return { code: { sha256, size, unzippedSize, ...kept(source) }, dispose: () => archive.dispose() };
}

/** As `takeCode`, and keeps nothing. `zip`: none where the code is an image. */
export async function checkCode(region: RegionResources, source: CodeSource): Promise<{ code: StoredCode; zip?: Uint8Array }> {
  if (source.ImageUri !== undefined) return { code: imageCode(source.ImageUri) };
  const zip = await zipOf(region, source);
  return { code: { ...(await region.archives.check(zip, originOf(source))), ...kept(source) }, zip };
}

function originOf({ ZipFile: zip }: CodeSource): ZipOrigin {
  return zip === undefined ? 's3' : 'request';
}

/** What is answered of where the zip came from. */
function kept(source: CodeSource): Pick<StoredCode, 'sourceKmsKeyArn' | 's3Object'> {
  const { SourceKMSKeyArn: key = '', S3Bucket, S3Key, S3ObjectVersion, S3ObjectStorageMode: mode } = source;
  const isReferred = mode === 'REFERENCE' && S3Bucket !== undefined && S3Key !== undefined;
  return {
    ...(key !== '' && { sourceKmsKeyArn: key }),
    ...(isReferred && { s3Object: { S3Bucket, S3Key, ...(S3ObjectVersion !== undefined && { S3ObjectVersion }) } }),
  };
}

/** The image's digest where the URI has it; otherwise what tells URIs apart: no registry is asked. */
function imageCode(imageUri: string): StoredCode {
  const [, digest] = /@sha256:([0-9a-f]{64})$/.exec(imageUri) ?? [];
  return { sha256: digest ?? createHash('sha256').update(imageUri).digest('hex'), size: 0, imageUri };
}
