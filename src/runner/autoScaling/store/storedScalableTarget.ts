import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';
import { recordOf } from '../../store/recordOf.ts';

/** A whole number of 32 bits: what JSON has beside them is of another type. */
export const Whole = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1));

/** As the API takes and answers it. */
export const TrackingConfiguration = v.object({
  // What is not finite would be kept as nothing at all.
  TargetValue: v.pipe(v.number(), v.finite()),
  PredefinedMetricSpecification: v.exactOptional(
    v.object({ PredefinedMetricType: v.string(), ResourceLabel: v.exactOptional(v.string()) }),
  ),
  CustomizedMetricSpecification: v.exactOptional(
    v.object({
      MetricName: v.exactOptional(v.string()),
      Namespace: v.exactOptional(v.string()),
      Dimensions: v.exactOptional(v.array(v.object({ Name: v.string(), Value: v.string() }))),
      Statistic: v.exactOptional(v.string()),
      Unit: v.exactOptional(v.string()),
    }),
  ),
  ScaleOutCooldown: v.exactOptional(Whole),
  ScaleInCooldown: v.exactOptional(Whole),
  DisableScaleIn: v.exactOptional(v.boolean()),
});
export type TrackingConfiguration = Readonly<v.InferOutput<typeof TrackingConfiguration>>;

const PolicyDocument = v.object({
  name: v.string(),
  configuration: TrackingConfiguration,
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
  /** Ids, as they stand in the names of its alarms. */
  highAlarm: v.string(),
  lowAlarm: v.exactOptional(v.string()),
});
export type PolicyDocument = Readonly<v.InferOutput<typeof PolicyDocument>>;

const ActionDocument = v.object({
  name: v.string(),
  expression: v.string(),
  timeZone: v.exactOptional(v.string()),
  /** Milliseconds since the epoch, as the others. */
  startTime: v.exactOptional(v.number()),
  endTime: v.exactOptional(v.number()),
  minimum: v.exactOptional(v.number()),
  maximum: v.exactOptional(v.number()),
  createdAt: v.number(),
});
export type ActionDocument = Readonly<v.InferOutput<typeof ActionDocument>>;

const ScalableTargetDocument = v.object({
  /** 36 digits of its ARN. */
  id: v.string(),
  /** A UUID in the ARNs of its policies and scheduled actions. */
  resourceUuid: v.string(),
  minimum: v.number(),
  maximum: v.number(),
  createdAt: v.number(),
  suspended: v.object({ scaleIn: v.boolean(), scaleOut: v.boolean(), schedule: v.boolean() }),
  tags: recordOf(v.string()),
  policies: v.array(PolicyDocument),
  actions: v.array(ActionDocument),
});
export type ScalableTargetDocument = Readonly<v.InferOutput<typeof ScalableTargetDocument>>;

/** With its policies and scheduled actions, which go with it. By `functionKey(name, version or alias)`. */
export const scalableTargetDocuments: DocumentKind<ScalableTargetDocument> = { name: 'scalableTarget', schema: ScalableTargetDocument };
