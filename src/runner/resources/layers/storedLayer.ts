import { Architecture, Runtime } from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { RecordedSignature } from '../codeSigning/recordedSignature.ts';

const LayerStatement = v.object({
  sid: v.string(),
  /** As it was given: `*`, an account's number, or the ARN of its root. */
  principal: v.string(),
  organizationId: v.exactOptional(v.string()),
});
export type LayerStatement = Readonly<v.InferOutput<typeof LayerStatement>>;

const LayerPolicy = v.object({
  revisionId: v.string(),
  /** In the order in which they came; there is no policy without any. */
  statements: v.array(LayerStatement),
});
export type LayerPolicy = Readonly<v.InferOutput<typeof LayerPolicy>>;

const LayerVersionDocument = v.object({
  /** Base64, of its archive. */
  sha256: v.string(),
  /** Of the zip, in bytes. */
  size: v.number(),
  /** Of its files, in bytes. */
  unzippedSize: v.number(),
  description: v.string(),
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
  /** As they were given: none given is not the same as an empty list. */
  compatibleRuntimes: v.exactOptional(v.array(v.enum(Runtime))),
  compatibleArchitectures: v.exactOptional(v.array(v.enum(Architecture))),
  licenseInfo: v.exactOptional(v.string()),
  signature: v.exactOptional(RecordedSignature),
  /** Who else may use it. */
  policy: v.exactOptional(LayerPolicy),
});
export type LayerVersionDocument = Readonly<v.InferOutput<typeof LayerVersionDocument>>;

/** By `numberedKey(layer name, version)`. */
export const layerVersionDocuments: DocumentKind<LayerVersionDocument> = { name: 'layerVersion', schema: LayerVersionDocument };
