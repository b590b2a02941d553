import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const RuntimeManagementDocument = v.object({
  updateRuntimeOn: v.picklist(['Auto', 'Manual', 'FunctionUpdate']),
  /** With Manual. */
  runtimeVersionArn: v.exactOptional(v.string()),
});
export type RuntimeManagementDocument = Readonly<v.InferOutput<typeof RuntimeManagementDocument>>;

/** By `functionKey(name, version)`, with `$LATEST` for the function itself. */
export const runtimeManagementDocuments: DocumentKind<RuntimeManagementDocument> = {
  name: 'runtimeManagement',
  schema: RuntimeManagementDocument,
};
