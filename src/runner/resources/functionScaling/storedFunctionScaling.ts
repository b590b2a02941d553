import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const count = v.exactOptional(v.number());

const FunctionScalingDocument = v.object({ MinExecutionEnvironments: count, MaxExecutionEnvironments: count });
export type FunctionScalingDocument = Readonly<v.InferOutput<typeof FunctionScalingDocument>>;

/** By `functionKey(name, qualifier)`. */
export const functionScalingDocuments: DocumentKind<FunctionScalingDocument> = { name: 'functionScaling', schema: FunctionScalingDocument };
