import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { recordOf } from '../../store/recordOf.ts';

const TagsDocument = v.object({ tags: recordOf(v.string()) });
export type TagsDocument = Readonly<v.InferOutput<typeof TagsDocument>>;

/** Tags of what is no function, by its ARN; functions have theirs themselves. They go with what they are of, in one write. */
export const tagsDocuments: DocumentKind<TagsDocument> = { name: 'tags', schema: TagsDocument };
