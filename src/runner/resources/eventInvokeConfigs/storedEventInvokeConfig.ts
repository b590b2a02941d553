import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const EventInvokeConfigDocument = v.object({
  maximumRetryAttempts: v.exactOptional(v.number()),
  maximumEventAgeInSeconds: v.exactOptional(v.number()),
  /** ARNs. */
  onSuccess: v.exactOptional(v.string()),
  onFailure: v.exactOptional(v.string()),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type EventInvokeConfigDocument = Readonly<v.InferOutput<typeof EventInvokeConfigDocument>>;

/** By `functionKey(name, qualifier)`, with `$LATEST` for the function itself. */
export const eventInvokeConfigDocuments: DocumentKind<EventInvokeConfigDocument> = {
  name: 'eventInvokeConfig',
  schema: EventInvokeConfigDocument,
};
