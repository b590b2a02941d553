import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const LayerCounterDocument = v.object({ lastVersion: v.number() });
export type LayerCounterDocument = Readonly<v.InferOutput<typeof LayerCounterDocument>>;

/** The last number that a layer has given out, by its name: numbers of deleted versions are not given out again. */
export const layerCounterDocuments: DocumentKind<LayerCounterDocument> = { name: 'layerCounter', schema: LayerCounterDocument };
