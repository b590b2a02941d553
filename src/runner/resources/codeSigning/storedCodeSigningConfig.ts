import { CodeSigningPolicy } from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const CodeSigningConfigDocument = v.object({
  description: v.string(),
  /** ARNs of signing profiles' versions: 1 to 20, each once. */
  allowedPublishers: v.array(v.string()),
  /** What comes of code that is not signed by one of them. */
  untrustedArtifactOnDeployment: v.enum(CodeSigningPolicy),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type CodeSigningConfigDocument = Readonly<v.InferOutput<typeof CodeSigningConfigDocument>>;

/** By id (`csc-…`). */
export const codeSigningConfigDocuments: DocumentKind<CodeSigningConfigDocument> = {
  name: 'codeSigningConfig',
  schema: CodeSigningConfigDocument,
};
