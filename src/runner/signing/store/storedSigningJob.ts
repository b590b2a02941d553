import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const SigningJobDocument = v.object({
  /** A UUID. */
  id: v.string(),
  profileName: v.string(),
  profileVersion: v.string(),
  /** Milliseconds since the epoch, as all times here. */
  createdAt: v.number(),
  completedAt: v.exactOptional(v.number()),
  status: v.picklist(['InProgress', 'Failed', 'Succeeded']),
  statusReason: v.exactOptional(v.string()),
  signatureExpiresAt: v.exactOptional(v.number()),
  revoked: v.exactOptional(v.object({ at: v.number(), reason: v.string() })),
});
export type SigningJobDocument = Readonly<v.InferOutput<typeof SigningJobDocument>>;

/** By `signingJobKey`: the latest first. */
export const signingJobDocuments: DocumentKind<SigningJobDocument> = { name: 'signingJob', schema: SigningJobDocument };

const longestTime = 16;

export function signingJobKey({ createdAt, id }: Pick<SigningJobDocument, 'createdAt' | 'id'>): string {
  return `${String(Number.MAX_SAFE_INTEGER - createdAt).padStart(longestTime, '0')}-${id}`;
}
