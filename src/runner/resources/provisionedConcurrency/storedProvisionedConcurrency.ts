import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const ProvisionedConcurrencyDocument = v.object({
  requested: v.number(),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type ProvisionedConcurrencyDocument = Readonly<v.InferOutput<typeof ProvisionedConcurrencyDocument>>;

/** By `functionKey(name, version or alias)`. */
export const provisionedConcurrencyDocuments: DocumentKind<ProvisionedConcurrencyDocument> = {
  name: 'provisionedConcurrency',
  schema: ProvisionedConcurrencyDocument,
};
