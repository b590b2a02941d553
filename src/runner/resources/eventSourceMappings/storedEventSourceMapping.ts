import {
  EventSourceMappingMetric,
  EventSourceMappingSystemLogLevel,
  EventSourcePosition,
  FullDocument,
  FunctionResponseType,
  KafkaSchemaRegistryAuthType,
  KafkaSchemaValidationAttribute,
  SchemaRegistryEventRecordFormat,
  SourceAccessType,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';

import type { DocumentKind } from '../../store/documentKind.ts';

const optionalText = v.exactOptional(v.string());
const optionalNumber = v.exactOptional(v.number());
const destination = v.exactOptional(v.object({ Destination: optionalText }));

const kafkaConfig = v.object({
  ConsumerGroupId: optionalText,
  SchemaRegistryConfig: v.exactOptional(
    v.object({
      SchemaRegistryURI: optionalText,
      EventRecordFormat: v.exactOptional(v.enum(SchemaRegistryEventRecordFormat)),
      AccessConfigs: v.exactOptional(
        v.array(v.object({ Type: v.exactOptional(v.enum(KafkaSchemaRegistryAuthType)), URI: optionalText })),
      ),
      SchemaValidationConfigs: v.exactOptional(
        v.array(v.object({ Attribute: v.exactOptional(v.enum(KafkaSchemaValidationAttribute)) })),
      ),
    }),
  ),
});

/** Where a mapping reads from: what never changes of it. Named as in the Lambda API; what was not given is absent. */
export const MappingSource = v.object({
  EventSourceArn: optionalText,
  SelfManagedEventSource: v.exactOptional(v.object({ Endpoints: v.exactOptional(v.record(v.string(), v.array(v.string()))) })),
  Topics: v.exactOptional(v.array(v.string())),
  Queues: v.exactOptional(v.array(v.string())),
  StartingPosition: v.exactOptional(v.enum(EventSourcePosition)),
  /** Milliseconds since the epoch. */
  StartingPositionTimestamp: optionalNumber,
});
export type MappingSource = Readonly<v.InferOutput<typeof MappingSource>>;

/** What UpdateEventSourceMapping may change, named as in the Lambda API. What a kind of source has not is absent. */
export const MappingSettings = v.object({
  BatchSize: v.number(),
  /** Absent: half a second, which the API cannot tell in whole seconds. */
  MaximumBatchingWindowInSeconds: optionalNumber,
  ParallelizationFactor: optionalNumber,
  MaximumRecordAgeInSeconds: optionalNumber,
  MaximumRetryAttempts: optionalNumber,
  BisectBatchOnFunctionError: v.exactOptional(v.boolean()),
  TumblingWindowInSeconds: optionalNumber,
  DestinationConfig: v.exactOptional(v.object({ OnFailure: destination })),
  FunctionResponseTypes: v.array(v.enum(FunctionResponseType)),
  FilterCriteria: v.exactOptional(v.object({ Filters: v.array(v.object({ Pattern: optionalText })) })),
  KMSKeyArn: optionalText,
  MetricsConfig: v.exactOptional(v.object({ Metrics: v.array(v.enum(EventSourceMappingMetric)) })),
  LoggingConfig: v.exactOptional(v.object({ SystemLogLevel: v.exactOptional(v.enum(EventSourceMappingSystemLogLevel)) })),
  ScalingConfig: v.exactOptional(v.object({ MaximumConcurrency: optionalNumber })),
  ProvisionedPollerConfig: v.exactOptional(
    v.object({ MinimumPollers: optionalNumber, MaximumPollers: optionalNumber, PollerGroupName: optionalText }),
  ),
  SourceAccessConfigurations: v.exactOptional(
    v.array(v.object({ Type: v.exactOptional(v.enum(SourceAccessType)), URI: optionalText })),
  ),
  AmazonManagedKafkaEventSourceConfig: v.exactOptional(kafkaConfig),
  SelfManagedKafkaEventSourceConfig: v.exactOptional(kafkaConfig),
  DocumentDBEventSourceConfig: v.exactOptional(
    v.object({ DatabaseName: optionalText, CollectionName: optionalText, FullDocument: v.exactOptional(v.enum(FullDocument)) }),
  ),
});
export type MappingSettings = Readonly<v.InferOutput<typeof MappingSettings>>;

const EventSourceMappingDocument = v.object({
  /** As it was named: with a version or alias where one was given. The function need not be there any more. */
  functionArn: v.string(),
  /** Whether it reads, once no transition is under way any more. */
  enabled: v.boolean(),
  /** Milliseconds since the epoch, when its last transition is over. */
  lastModified: v.number(),
  source: MappingSource,
  settings: MappingSettings,
});
export type EventSourceMappingDocument = Readonly<v.InferOutput<typeof EventSourceMappingDocument>>;

/** By UUID. */
export const eventSourceMappingDocuments: DocumentKind<EventSourceMappingDocument> = {
  name: 'eventSourceMapping',
  schema: EventSourceMappingDocument,
};
