import type { EventSourcePosition } from '@aws-sdk/client-lambda';

import type { MappingSettings } from './storedEventSourceMapping.ts';

/** Members of a request that only some kinds of sources have, in the order in which others refuse them. */
export const kindMembers = [
  'SelfManagedEventSource',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'DestinationConfig',
  'FunctionResponseTypes',
  'ScalingConfig',
  'ProvisionedPollerConfig',
  'LoggingConfig',
  'AmazonManagedKafkaEventSourceConfig',
  'SelfManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
] as const;
export type KindMember = (typeof kindMembers)[number];

export interface SourceKind {
  readonly name: 'sqs' | 'fifo' | 'kinesis' | 'dynamodb' | 'msk' | 'selfManagedKafka' | 'mq' | 'documentdb';
  /** What a new mapping has where its request does not say. */
  readonly defaults: MappingSettings;
  /** Where none is required. */
  readonly defaultStartingPosition?: EventSourcePosition;
  /** None: it takes no starting position. */
  readonly startingPositions: readonly EventSourcePosition[];
  /** Those that must be given, and not empty, in the order in which the service misses them. */
  readonly required: readonly KindMember[];
  readonly takes: ReadonlySet<KindMember>;
  readonly stateTransitionReason: 'User action' | 'USER_INITIATED';
  /** Whether answers tell how the last reading ended. */
  readonly tellsLastResult: boolean;
  /** Of event pollers in provisioned mode. */
  readonly pollers?: { readonly MinimumPollers: number; readonly MaximumPollers: number };
}

const failureMembers: readonly KindMember[] = [
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'DestinationConfig',
  'FunctionResponseTypes',
];
const kafkaMembers: readonly KindMember[] = [
  ...failureMembers,
  'Topics',
  'SourceAccessConfigurations',
  'ProvisionedPollerConfig',
  'LoggingConfig',
];

const allPositions: readonly EventSourcePosition[] = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'];

const queue: Omit<SourceKind, 'name'> = {
  defaults: { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] },
  startingPositions: [],
  required: [],
  takes: new Set(['FunctionResponseTypes', 'ScalingConfig', 'ProvisionedPollerConfig']),
  stateTransitionReason: 'USER_INITIATED',
  tellsLastResult: false,
  pollers: { MinimumPollers: 2, MaximumPollers: 200 },
};
const stream: Omit<SourceKind, 'name'> = {
  defaults: {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    BisectBatchOnFunctionError: false,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: {} },
    FunctionResponseTypes: [],
  },
  startingPositions: allPositions,
  required: [],
  takes: new Set([...failureMembers, 'ParallelizationFactor', 'TumblingWindowInSeconds']),
  stateTransitionReason: 'User action',
  tellsLastResult: true,
};
const kafka: Omit<SourceKind, 'name' | 'takes'> = {
  defaults: { BatchSize: 100, FunctionResponseTypes: [] },
  defaultStartingPosition: 'TRIM_HORIZON',
  startingPositions: allPositions,
  required: ['Topics'],
  stateTransitionReason: 'USER_INITIATED',
  tellsLastResult: true,
  pollers: { MinimumPollers: 1, MaximumPollers: 200 },
};

/**
 * Sources: recorded answers of the service (SQS, Kinesis, DynamoDB); CreateEventSourceMapping in the Lambda API Reference and
 * the examples of the AWS Lambda Developer Guide (Kafka, MQ, DocumentDB).
 */
const kinds = {
  sqs: { ...queue, name: 'sqs' },
  fifo: { ...queue, name: 'fifo' },
  kinesis: { ...stream, name: 'kinesis' },
  dynamodb: { ...stream, name: 'dynamodb', startingPositions: ['TRIM_HORIZON', 'LATEST'] },
  msk: { ...kafka, name: 'msk', takes: new Set([...kafkaMembers, 'AmazonManagedKafkaEventSourceConfig']) },
  selfManagedKafka: {
    ...kafka,
    name: 'selfManagedKafka',
    required: ['SourceAccessConfigurations', 'Topics'],
    takes: new Set([...kafkaMembers, 'SelfManagedEventSource', 'SelfManagedKafkaEventSourceConfig']),
  },
  mq: {
    name: 'mq',
    defaults: { BatchSize: 100, FunctionResponseTypes: [] },
    startingPositions: [],
    required: ['SourceAccessConfigurations', 'Queues'],
    takes: new Set(['Queues', 'SourceAccessConfigurations']),
    stateTransitionReason: 'USER_INITIATED',
    tellsLastResult: true,
  },
  documentdb: {
    name: 'documentdb',
    defaults: { BatchSize: 100, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] },
    startingPositions: allPositions,
    required: ['SourceAccessConfigurations', 'DocumentDBEventSourceConfig'],
    takes: new Set(['SourceAccessConfigurations', 'DocumentDBEventSourceConfig']),
    stateTransitionReason: 'User action',
    tellsLastResult: true,
  },
} satisfies Record<SourceKind['name'], SourceKind>;

/** By the service and the resource of the source's ARN. */
const patterns: readonly (readonly [RegExp, SourceKind])[] = [
  [/^sqs:[^:]*:[^:]*:[^:]+\.fifo$/, kinds.fifo],
  [/^sqs:[^:]*:[^:]*:[^:]+$/, kinds.sqs],
  [/^kinesis:[^:]*:[^:]*:stream\/.+$/, kinds.kinesis],
  [/^dynamodb:[^:]*:[^:]*:table\/.+\/stream\/.+$/, kinds.dynamodb],
  [/^kafka:[^:]*:[^:]*:(?:cluster|vpc-connection)\/.+$/, kinds.msk],
  [/^mq:[^:]*:[^:]*:broker:.+$/, kinds.mq],
  [/^rds:[^:]*:[^:]*:cluster:.+$/, kinds.documentdb],
];

interface SourceLike {
  readonly EventSourceArn?: string | undefined;
  readonly SelfManagedEventSource?: object | undefined;
}

/** Undefined where Lambda cannot read from it. */
export function kindOf({ EventSourceArn: arn, SelfManagedEventSource: cluster }: SourceLike): SourceKind | undefined {
  if (arn === undefined) return cluster === undefined ? undefined : kinds.selfManagedKafka;
  const rest = arn.split(':').slice(2).join(':');
  return patterns.find(([pattern]) => pattern.test(rest))?.[1];
}
