import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const RecursionDocument = v.object({ recursiveLoop: v.picklist(['Allow', 'Terminate']) });
export type RecursionDocument = Readonly<v.InferOutput<typeof RecursionDocument>>;

/** By `functionKey(name)`. */
export const recursionDocuments: DocumentKind<RecursionDocument> = { name: 'recursion', schema: RecursionDocument };
