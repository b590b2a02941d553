import * as v from 'valibot';

import type { FunctionSettings } from '../../../lambda/function.ts';
import type { DocumentKind } from '../../store/documentKind.ts';
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
  Environment: v.record(v.string(), v.string()),
  Architecture: v.picklist(['x86_64', 'arm64']),
  EphemeralStorage: v.number(),
});

/** Code and settings of one version of a function. */
export const StoredConfiguration = v.object({
  settings: settingsSchema,
  /** Whether an environment was ever given: an empty one is answered, one that was not given is not. */
  environmentGiven: v.boolean(),
  further: FurtherSettings,
  /** `sha256` is base64; `size` the zip's bytes. */
  code: v.object({ sha256: v.string(), size: v.number() }),
  revisionId: v.string(),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type StoredConfiguration = Readonly<v.InferOutput<typeof StoredConfiguration>>;

const FunctionDocument = v.object({
  /** Of `$LATEST`. */
  latest: StoredConfiguration,
  tags: v.record(v.string(), v.string()),
  reservedConcurrency: v.exactOptional(v.number()),
});
export type FunctionDocument = Readonly<v.InferOutput<typeof FunctionDocument>>;

/** Functions that were made through the API, by name. */
export const functionDocuments: DocumentKind<FunctionDocument> = { name: 'function', schema: FunctionDocument };

/** A function as the region shows it, whoever defines it. */
export interface LambdaFunction {
  readonly latest: StoredConfiguration;
  readonly tags: Readonly<Record<string, string>>;
  /** What invocations of `$LATEST` run, with its reservation and origin. */
  readonly version: FunctionVersion;
}
