import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const PolicyDocument = v.object({
  /** The policy as it is answered: JSON, never without a statement. */
  policy: v.string(),
});
export type PolicyDocument = Readonly<v.InferOutput<typeof PolicyDocument>>;

/** By `functionKey(name, qualifier)`. */
export const policyDocuments: DocumentKind<PolicyDocument> = { name: 'policy', schema: PolicyDocument };
