import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const AliasDocument = v.object({
  /** `$LATEST` or a number. */
  functionVersion: v.string(),
  description: v.string(),
  /** The second version and the share of the invocations that it gets, 0 to 1. */
  additional: v.exactOptional(v.object({ version: v.string(), weight: v.number() })),
  revisionId: v.string(),
});
export type AliasDocument = Readonly<v.InferOutput<typeof AliasDocument>>;

export interface NamedAlias {
  readonly name: string;
  readonly alias: AliasDocument;
}

/** By `functionKey(name, alias)`. */
export const aliasDocuments: DocumentKind<AliasDocument> = { name: 'alias', schema: AliasDocument };
