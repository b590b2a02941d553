import * as v from 'valibot';

import type { FunctionSettings } from '../../../lambda/function.ts';
import type { DocumentKind } from '../../store/documentKind.ts';
import { recordOf } from '../../store/recordOf.ts';
import { RecordedSignature } from '../codeSigning/recordedSignature.ts';
import type { FunctionVersion } from '../functionVersion.ts';
import { FurtherSettings } from './furtherSettings.ts';

const settingsSchema: v.GenericSchema<unknown, FunctionSettings> = v.object({
  FunctionName: v.string(),
  Runtime: v.string(),
  Handler: v.string(),
  Role: v.string(),
  Description: v.string(),
  Timeout: v.number(),
  MemorySize: v.number(),
  Environment: recordOf(v.string()),
  Architecture: v.picklist(['x86_64', 'arm64']),
  EphemeralStorage: v.number(),
});

/** Code and settings of one version of a function. */
export const StoredConfiguration = v.object({
  settings: settingsSchema,
  /** Whether an environment was ever given: an empty one is answered, one that was not given is not. */
  environmentGiven: v.boolean(),
  further: FurtherSettings,
  /**
   * `sha256` is base64; `size` the zip's bytes, `unzippedSize` those of its files. Of a container image: its digest, no size, and its
   * URI.
   */
  code: v.object({
    sha256: v.string(),
    size: v.number(),
    unzippedSize: v.exactOptional(v.number()),
    imageUri: v.exactOptional(v.string()),
    /** The key that encrypts the zip in AWS; kept and answered. */
    sourceKmsKeyArn: v.exactOptional(v.string()),
    /** Where the zip came from, if it was to be referred to there. */
    s3Object: v.exactOptional(v.object({ S3Bucket: v.string(), S3Key: v.string(), S3ObjectVersion: v.exactOptional(v.string()) })),
    /** Where it was deployed under a code signing configuration. */
    signature: v.exactOptional(RecordedSignature),
  }),
  revisionId: v.string(),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type StoredConfiguration = Readonly<v.InferOutput<typeof StoredConfiguration>>;

const FunctionDocument = v.object({
  /** Of `$LATEST`. */
  latest: StoredConfiguration,
  tags: recordOf(v.string()),
  reservedConcurrency: v.exactOptional(v.number()),
  /** The last number that a version got; 0 before the first. Numbers are not given out again. */
  lastVersion: v.number(),
});
export type FunctionDocument = Readonly<v.InferOutput<typeof FunctionDocument>>;

/** Functions that were made through the API, by name. */
export const functionDocuments: DocumentKind<FunctionDocument> = { name: 'function', schema: FunctionDocument };

/** A version of a function, `$LATEST` or a published one, as the region shows it, whoever defines it. */
export interface LambdaFunction {
  readonly configuration: StoredConfiguration;
  readonly tags: Readonly<Record<string, string>>;
  /** What its invocations run, with the function's reservation and origin. */
  readonly version: FunctionVersion;
}
