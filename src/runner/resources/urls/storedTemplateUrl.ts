import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

/** What is kept of the URL of a template's function; its settings are the template's. */
const TemplateUrlDocument = v.object({
  /** Milliseconds since the epoch: when it was served first. */
  createdAt: v.number(),
  port: v.number(),
});
export type TemplateUrlDocument = Readonly<v.InferOutput<typeof TemplateUrlDocument>>;

/** By `functionKey(name)`. */
export const templateUrlDocuments: DocumentKind<TemplateUrlDocument> = { name: 'templateUrl', schema: TemplateUrlDocument };
