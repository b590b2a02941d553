import {
  Architecture,
  CapacityProviderPredefinedMetricType,
  CapacityProviderScalingMode,
  PropagateTagsMode,
  SystemLogLevel,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { recordOf } from '../../store/recordOf.ts';

const text = v.string();
const texts = v.array(text);

/** As in the Lambda API, with its defaults; no instances are launched here. */
const CapacityProviderDocument = v.object({
  VpcConfig: v.object({ SubnetIds: texts, SecurityGroupIds: texts }),
  PermissionsConfig: v.object({ CapacityProviderOperatorRoleArn: text }),
  InstanceRequirements: v.object({
    Architectures: v.array(v.enum(Architecture)),
    AllowedInstanceTypes: v.exactOptional(texts),
    ExcludedInstanceTypes: v.exactOptional(texts),
  }),
  CapacityProviderScalingConfig: v.object({
    MaxVCpuCount: v.number(),
    ScalingMode: v.enum(CapacityProviderScalingMode),
    ScalingPolicies: v.exactOptional(
      v.array(v.object({ PredefinedMetricType: v.enum(CapacityProviderPredefinedMetricType), TargetValue: v.number() })),
    ),
  }),
  KmsKeyArn: v.exactOptional(text),
  PropagateTags: v.exactOptional(
    v.object({ Mode: v.enum(PropagateTagsMode), ExplicitTags: v.exactOptional(recordOf(text)) }),
  ),
  TelemetryConfig: v.exactOptional(
    v.object({ LoggingConfig: v.object({ SystemLogLevel: v.enum(SystemLogLevel), LogGroup: text }) }),
  ),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
});
export type CapacityProviderDocument = Readonly<v.InferOutput<typeof CapacityProviderDocument>>;

/** By name. */
export const capacityProviderDocuments: DocumentKind<CapacityProviderDocument> = {
  name: 'capacityProvider',
  schema: CapacityProviderDocument,
};
