import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { StoredConfiguration } from '../functions/storedFunction.ts';

const VersionDocument = v.object({
  /** As `$LATEST` was, with a RevisionId and a time of its own. */
  configuration: StoredConfiguration,
  /** Instead of the description of `$LATEST`. */
  description: v.exactOptional(v.string()),
});
export type VersionDocument = Readonly<v.InferOutput<typeof VersionDocument>>;

/** Published versions, by `numberedKey(name, version)`. */
export const versionDocuments: DocumentKind<VersionDocument> = { name: 'version', schema: VersionDocument };

const VersionCode = v.object({
  /** Base64, of the version's archive; absent for a container image. */
  sha256: v.exactOptional(v.string()),
  /** Of the zip, in bytes. */
  size: v.number(),
  /** Of the layers' archives. */
  layers: v.exactOptional(v.array(v.string())),
});
export type VersionCode = Readonly<v.InferOutput<typeof VersionCode>>;

/** What is known of every version without reading it; written with it. By the same key. */
export const versionCodes: DocumentKind<VersionCode> = { name: 'versionCode', schema: VersionCode };
