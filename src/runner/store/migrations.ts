import * as v from 'valibot';

/** Brings documents from one format to the next. */
export interface Migration {
  /** The kind of the documents that change. */
  readonly kind: string;
  /** A document's JSON, as it was checked by nothing yet. Undefined: it stays as it is, as it does where it is in the next format already. */
  readonly change: (document: unknown) => unknown;
}

/** `migrations[n]` goes from format n + 1 to n + 2. */
export const migrations: readonly (readonly Migration[])[] = [[{ kind: 'function', change: withVersionsAndLayers }]];

/** Raised with every change of the documents that an earlier version would misread: each has its migrations above. */
export const formatVersion = migrations.length + 1;

const LayersOfFormat1 = v.looseObject({
  latest: v.looseObject({ further: v.looseObject({ Layers: v.array(v.union([v.string(), v.looseObject({})])) }) }),
  lastVersion: v.optional(v.number(), 0),
});

/** Functions got versions, of which there were none; and their layers more than an ARN: none had code, which counts as size 0. */
function withVersionsAndLayers(document: unknown): unknown {
  const parsed = v.safeParse(LayersOfFormat1, document);
  if (!parsed.success) return undefined;
  const { latest, lastVersion, ...rest } = parsed.output;
  const { further } = latest;
  const Layers = further.Layers.map((layer) => (typeof layer === 'string' ? { Arn: layer, CodeSize: 0 } : layer));
  return { ...rest, latest: { ...latest, further: { ...further, Layers } }, lastVersion };
}
