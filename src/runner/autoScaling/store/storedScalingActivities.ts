import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const ActivityDocument = v.object({
  id: v.string(),
  description: v.string(),
  cause: v.string(),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  endedAt: v.exactOptional(v.number()),
  status: v.picklist(['InProgress', 'Successful', 'Overridden', 'Failed']),
  message: v.string(),
  /** The capacity that it asks for; absent where it sets bounds. */
  desired: v.exactOptional(v.number()),
});
export type ActivityDocument = Readonly<v.InferOutput<typeof ActivityDocument>>;

/** The latest first. */
const ScalingActivitiesDocument = v.object({ activities: v.array(ActivityDocument) });
export type ScalingActivitiesDocument = Readonly<v.InferOutput<typeof ScalingActivitiesDocument>>;

/** They outlive the scalable target, and go with the function, version or alias. By `functionKey(name, version or alias)`. */
export const scalingActivitiesDocuments: DocumentKind<ScalingActivitiesDocument> = {
  name: 'scalingActivities',
  schema: ScalingActivitiesDocument,
};
