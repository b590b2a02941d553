import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const FunctionCodeSigningDocument = v.object({ codeSigningConfigArn: v.string() });
export type FunctionCodeSigningDocument = Readonly<v.InferOutput<typeof FunctionCodeSigningDocument>>;

/** What a function is attached to, by `functionKey(name)`. */
export const functionCodeSigningDocuments: DocumentKind<FunctionCodeSigningDocument> = {
  name: 'functionCodeSigning',
  schema: FunctionCodeSigningDocument,
};
