import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { recordOf } from '../../store/recordOf.ts';

/** How long signatures are valid that a profile makes. */
export const ValidityPeriod = v.object({ value: v.number(), type: v.picklist(['DAYS', 'MONTHS', 'YEARS']) });
export type ValidityPeriod = Readonly<v.InferOutput<typeof ValidityPeriod>>;

const ProfileVersion = v.object({
  /** Ten letters and digits. */
  version: v.string(),
  /** Milliseconds since the epoch, as all times here. */
  createdAt: v.number(),
  validity: ValidityPeriod,
  signingParameters: recordOf(v.string()),
  revoked: v.exactOptional(v.object({ at: v.number(), effectiveFrom: v.number(), reason: v.string() })),
});
export type ProfileVersion = Readonly<v.InferOutput<typeof ProfileVersion>>;

const SigningProfileDocument = v.object({
  /** The current one is the last. */
  versions: v.pipe(v.array(ProfileVersion), v.minLength(1)),
  canceledAt: v.exactOptional(v.number()),
  tags: recordOf(v.string()),
});
export type SigningProfileDocument = Readonly<v.InferOutput<typeof SigningProfileDocument>>;

/** By the profile's name. */
export const signingProfileDocuments: DocumentKind<SigningProfileDocument> = { name: 'signingProfile', schema: SigningProfileDocument };
