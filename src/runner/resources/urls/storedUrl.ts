import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const texts = v.exactOptional(v.pipe(v.array(v.string()), v.readonly()));

/** As in the Lambda API; what was not given is absent. MaxAge in s. */
const StoredCors = v.object({
  AllowCredentials: v.exactOptional(v.boolean()),
  AllowHeaders: texts,
  AllowMethods: texts,
  AllowOrigins: texts,
  ExposeHeaders: texts,
  MaxAge: v.exactOptional(v.number()),
});
export type StoredCors = Readonly<v.InferOutput<typeof StoredCors>>;

const UrlDocument = v.object({
  /** The first label of the URL's host: 32 lower-case letters and digits. */
  urlId: v.string(),
  authType: v.picklist(['NONE', 'AWS_IAM']),
  invokeMode: v.picklist(['BUFFERED', 'RESPONSE_STREAM']),
  cors: v.exactOptional(StoredCors),
  /** Where it was served last, and is again where that is free. */
  port: v.exactOptional(v.number()),
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
  lastModified: v.number(),
});
export type UrlDocument = Readonly<v.InferOutput<typeof UrlDocument>>;

/** By `functionKey(name, alias)`; no alias for `$LATEST`. */
export const urlDocuments: DocumentKind<UrlDocument> = { name: 'functionUrl', schema: UrlDocument };
