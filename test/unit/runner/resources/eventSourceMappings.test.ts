import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { isFilterPattern } from '../../../../src/runner/resources/eventSourceMappings/filterPattern.ts';
import { arn, openRegion, type TestRegion, type TestRegionOptions, workspaceFunction } from './testRegion.ts';

type Input = Partial<Operations['CreateEventSourceMapping']['input']>;
type Change = Partial<Operations['UpdateEventSourceMapping']['input']>;
type Mapping = Operations['GetEventSourceMapping']['output'];

const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders';
const fifo = `${queue}.fifo`;
const stream = 'arn:aws:kinesis:eu-west-1:123456789012:stream/records';
const tableStream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2024-01-01T00:00:00.000';
const cluster = 'arn:aws:kafka:eu-west-1:123456789012:cluster/msk/6cc0432b-8618-4f44-bccc-e1fbd8fb7c4d-2';
const broker = 'arn:aws:mq:eu-west-1:123456789012:broker:mq:b-b4d492ef-bdc3-45e3-a781-cd1a3102ecca';
const documents = 'arn:aws:rds:eu-west-1:123456789012:cluster:docs';
const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:broker-a1b2c3';
const target = 'arn:aws:sqs:eu-west-1:123456789012:failures';

const access: Input = { SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: secret }] };
const kinesis: Input = { EventSourceArn: stream, StartingPosition: 'LATEST' };
const dynamodb: Input = { EventSourceArn: tableStream, StartingPosition: 'TRIM_HORIZON' };
const msk: Input = { EventSourceArn: cluster, Topics: ['topic'], StartingPosition: 'LATEST' };
const endpoints = (...KAFKA_BOOTSTRAP_SERVERS: string[]): Input => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS } } });
const selfManaged: Input = { ...endpoints('kafka:1000'), ...access, Topics: ['topic'] };
const mq: Input = { EventSourceArn: broker, Queues: ['queue'], ...access };
const documentdb: Input = {
  EventSourceArn: documents,
  StartingPosition: 'LATEST',
  DocumentDBEventSourceConfig: { DatabaseName: 'shop' },
  ...access,
};

async function withFunction(options: TestRegionOptions = {}): Promise<TestRegion> {
  const region = await openRegion(options);
  await region.create('fn', { Publish: true });
  region.advance(10_000);
  return region;
}

function mapped(region: TestRegion, input: Input): Promise<Mapping> {
  return region.call('CreateEventSourceMapping', { FunctionName: 'fn', ...input });
}

async function uuidOf(region: TestRegion, input: Input): Promise<string> {
  return (await mapped(region, input)).UUID ?? '';
}

function update(region: TestRegion, UUID: string, change: Change): Promise<Mapping> {
  return region.call('UpdateEventSourceMapping', { UUID, ...change });
}

const get = (region: TestRegion, UUID: string): Promise<Mapping> => region.call('GetEventSourceMapping', { UUID });
const remove = (region: TestRegion, UUID: string): Promise<Mapping> => region.call('DeleteEventSourceMapping', { UUID });
const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });
const unsupported = (member: string) => invalid(`Unsupported '${member}' parameter for given event source mapping type.`);
const unsupportedDestination = invalid('Unsupported DestinationConfig parameter for given event source mapping type.');
const notFound = { type: 'ResourceNotFoundException', status: 404, message: 'The resource you requested does not exist.' };
const inUse = (action: string) => ({
  type: 'ResourceInUseException',
  status: 400,
  message: `Cannot ${action} the event source mapping because it is in use.`,
});

const streamDefaults = {
  BatchSize: 100,
  MaximumBatchingWindowInSeconds: 0,
  ParallelizationFactor: 1,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  BisectBatchOnFunctionError: false,
  TumblingWindowInSeconds: 0,
  DestinationConfig: { OnFailure: {} },
  FunctionResponseTypes: [],
  LastProcessingResult: 'No records processed',
  StateTransitionReason: 'User action',
};
const kafkaDefaults = {
  BatchSize: 100,
  FunctionResponseTypes: [],
  LastProcessingResult: 'No records processed',
  StateTransitionReason: 'USER_INITIATED',
};
const queueDefaults = {
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
  StateTransitionReason: 'USER_INITIATED',
};

/** What is answered beyond what all mappings have: that of a new mapping, by kind of source. */
const defaultCases: readonly (readonly [kind: string, input: Input, expected: (uuid: string) => object])[] = [
  ['SQS', { EventSourceArn: queue }, () => ({ EventSourceArn: queue, ...queueDefaults })],
  ['a FIFO queue', { EventSourceArn: fifo }, () => ({ EventSourceArn: fifo, ...queueDefaults })],
  ['Kinesis', kinesis, () => ({ ...kinesis, ...streamDefaults })],
  [
    'a Kinesis consumer',
    { ...kinesis, EventSourceArn: `${stream}/consumer/app:1548` },
    () => ({ ...kinesis, EventSourceArn: `${stream}/consumer/app:1548`, ...streamDefaults }),
  ],
  ['DynamoDB', dynamodb, () => ({ ...dynamodb, ...streamDefaults })],
  ['MSK', msk, (uuid) => ({ ...msk, ...kafkaDefaults, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid } })],
  [
    'self-managed Kafka',
    selfManaged,
    (uuid) => ({
      ...selfManaged,
      ...kafkaDefaults,
      StartingPosition: 'TRIM_HORIZON',
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
    }),
  ],
  ['MQ', mq, () => ({ ...mq, ...kafkaDefaults })],
  [
    'DocumentDB',
    documentdb,
    () => ({
      ...documentdb,
      ...kafkaDefaults,
      MaximumBatchingWindowInSeconds: 0,
      DocumentDBEventSourceConfig: { DatabaseName: 'shop', FullDocument: 'Default' },
      StateTransitionReason: 'User action',
    }),
  ],
];

/** `more`: what is answered beyond what was given. */
type FullCase = readonly [kind: string, input: Input, more: object];

/** With every member that the kind has. */
const fullCases: readonly FullCase[] = [
  [
    'SQS',
    {
      EventSourceArn: queue,
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
      KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
      MetricsConfig: { Metrics: ['EventCount'] },
      ScalingConfig: { MaximumConcurrency: 7 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
    {},
  ],
  [
    'SQS in provisioned mode',
    { EventSourceArn: queue, ProvisionedPollerConfig: { MaximumPollers: 9 } },
    { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 9 } },
  ],
  [
    'Kinesis',
    {
      EventSourceArn: stream,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: new Date('2023-12-31T00:00:00Z'),
      BatchSize: 1,
      MaximumBatchingWindowInSeconds: 300,
      ParallelizationFactor: 10,
      MaximumRecordAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      BisectBatchOnFunctionError: true,
      TumblingWindowInSeconds: 900,
      DestinationConfig: { OnFailure: { Destination: target } },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
    {},
  ],
  [
    'MSK in provisioned mode',
    {
      ...msk,
      ...access,
      ProvisionedPollerConfig: { MinimumPollers: 3, PollerGroupName: 'group' },
      AmazonManagedKafkaEventSourceConfig: {
        ConsumerGroupId: 'consumers',
        SchemaRegistryConfig: {
          SchemaRegistryURI: 'https://registry.example.com',
          EventRecordFormat: 'JSON',
          AccessConfigs: [{ Type: 'BASIC_AUTH', URI: secret }],
          SchemaValidationConfigs: [{ Attribute: 'VALUE' }],
        },
      },
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
      LoggingConfig: { SystemLogLevel: 'DEBUG' },
      DestinationConfig: { OnFailure: { Destination: 'kafka://failures' } },
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 600,
      BisectBatchOnFunctionError: true,
    },
    { ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 200, PollerGroupName: 'group' } },
  ],
  [
    'self-managed Kafka',
    { ...selfManaged, StartingPosition: 'LATEST', SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'consumers' } },
    {},
  ],
  [
    'DocumentDB',
    {
      ...documentdb,
      DocumentDBEventSourceConfig: { DatabaseName: 'shop', CollectionName: 'orders', FullDocument: 'UpdateLookup' },
    },
    {},
  ],
];

describe('CreateEventSourceMapping', () => {
  test.each(defaultCases)('answers the defaults of %s', async (_kind, input, expected) => {
    const region = await withFunction();
    const answer = await mapped(region, input);
    const uuid = answer.UUID ?? '';
    expect(uuid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const all = {
      UUID: uuid,
      EventSourceMappingArn: `arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:${uuid}`,
      FunctionArn: arn('fn'),
      LastModified: new Date('2024-01-01T00:00:10Z'),
      ...expected(uuid),
    };
    expect(answer).toEqual({ ...all, State: 'Creating' });
    expect(await get(region, uuid)).toEqual({ ...all, State: 'Enabled' });
  });

  test.each<FullCase>(fullCases)('keeps what is given: %s', async (_kind, input, more) => {
    const region = await withFunction();
    const uuid = await uuidOf(region, input);
    expect(await get(region, uuid)).toMatchObject({ ...input, ...more });
    await region.stop();
    const again = await openRegion({ folder: region.folder });
    expect(await get(again, uuid)).toMatchObject({ ...input, ...more });
  });

  test.each([
    ['fn', arn('fn')],
    ['fn:$LATEST', arn('fn:$LATEST')],
    ['123456789012:function:fn:1', arn('fn:1')],
    [arn('fn'), arn('fn')],
    [arn('fn:live'), arn('fn:live')],
  ])('keeps the qualifier of %s', async (FunctionName, expected) => {
    const region = await withFunction();
    await region.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' });
    expect(await mapped(region, { FunctionName, EventSourceArn: queue })).toMatchObject({ FunctionArn: expected });
  });

  test('takes a function of the workspace', async () => {
    const region = await openRegion();
    region.functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
    expect(await mapped(region, { EventSourceArn: queue })).toMatchObject({ FunctionArn: arn('fn') });
  });

  test('does not begin to read where it is not to', async () => {
    const region = await withFunction();
    const { UUID = '', State } = await mapped(region, { EventSourceArn: queue, Enabled: false });
    expect([State, (await get(region, UUID)).State]).toEqual(['Creating', 'Disabled']);
  });

  test('keeps the tags until the mapping goes', async () => {
    const region = await withFunction();
    const { UUID = '', EventSourceMappingArn: resource = '' } = await mapped(region, { EventSourceArn: queue, Tags: { team: 'a' } });
    expect(region.tables.tags.get(resource)).toMatchObject({ tags: { team: 'a' } });
    await remove(region, UUID);
    expect(region.tables.tags.has(resource)).toBe(false);
    expect(region.tables.tags.has((await mapped(region, { EventSourceArn: queue })).EventSourceMappingArn ?? '')).toBe(false);
  });

  const tooManyTags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
  test.each<readonly [string, Input, object]>([
    ['no source', {}, invalid('Unrecognized event source.')],
    ['no source of an unknown function', { FunctionName: 'missing' }, invalid('Unrecognized event source.')],
    ['a source that is none', { EventSourceArn: 'arn:aws:s3:::bucket' }, invalid('Unrecognized event source.')],
    ['a table', { EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders' }, invalid('Unrecognized event source.')],
    ['an unknown function', { FunctionName: 'missing', EventSourceArn: queue }, invalid('Function does not exist')],
    ['an unknown version', { FunctionName: 'fn:9', EventSourceArn: queue }, invalid('Function does not exist')],
    [
      'a function elsewhere',
      { FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:fn', EventSourceArn: queue },
      { type: 'ResourceNotFoundException', message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')" },
    ],
    ['too many tags', { EventSourceArn: queue, Tags: tooManyTags }, invalid('Number of tags exceeds resource tag limit.')],
    ['a success destination', { ...kinesis, DestinationConfig: { OnSuccess: { Destination: target } } }, unsupportedDestination],
    ['a destination of SQS', { EventSourceArn: queue, DestinationConfig: { OnFailure: { Destination: target } } }, unsupportedDestination],
    [
      'a destination that is none',
      { ...kinesis, DestinationConfig: { OnFailure: {} } },
      invalid('The Destination field is required for an OnFailure configuration.'),
    ],
    ['what SQS has not', { EventSourceArn: queue, ParallelizationFactor: 2 }, unsupported('parallelizationFactor')],
    ['what Kinesis has not', { ...kinesis, ScalingConfig: { MaximumConcurrency: 2 } }, unsupported('scalingConfig')],
    ['two sources', { EventSourceArn: queue, ...endpoints('kafka:1000') }, unsupported('selfManagedEventSource')],
    ['topics of a queue', { EventSourceArn: queue, Topics: ['topic'] }, unsupported('topics')],
    [
      'both limits of SQS',
      { EventSourceArn: queue, ScalingConfig: { MaximumConcurrency: 2 }, ProvisionedPollerConfig: { MinimumPollers: 2 } },
      unsupported('scalingConfig'),
    ],
    ['metrics of Kafka of a queue', { EventSourceArn: queue, MetricsConfig: { Metrics: ['KafkaMetrics'] } }, unsupported('metricsConfig')],
    [
      'metrics of Kafka without provisioned mode',
      { ...msk, MetricsConfig: { Metrics: ['EventCount'] } },
      invalid(
        'MetricsConfig is only available for Provisioned Mode. ' +
          'Enable Provisioned Mode by specifying MinimumPollers in ProvisionedPollerConfig.',
      ),
    ],
    [
      'no access',
      { ...endpoints('kafka:1000'), Topics: ['topic'] },
      invalid("Required 'sourceAccessConfigurations' parameter is missing."),
    ],
    ['empty access', { ...mq, SourceAccessConfigurations: [] }, invalid("Required 'sourceAccessConfigurations' parameter is missing.")],
    ['no topics', { EventSourceArn: cluster, StartingPosition: 'LATEST' }, invalid("Required 'topics' parameter is missing.")],
    ['no queues', { EventSourceArn: broker, ...access }, invalid("Required 'queues' parameter is missing.")],
    [
      'no database',
      { EventSourceArn: documents, StartingPosition: 'LATEST', ...access },
      invalid("Required 'documentDBEventSourceConfig' parameter is missing."),
    ],
    [
      'large batches without a window',
      { EventSourceArn: queue, BatchSize: 11 },
      invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10'),
    ],
    [
      'a window of a FIFO queue',
      { EventSourceArn: fifo, BatchSize: 100, MaximumBatchingWindowInSeconds: 5 },
      invalid('Batching window is not supported for FIFO queues'),
    ],
    [
      'a short record age',
      { ...kinesis, MaximumRecordAgeInSeconds: 59 },
      invalid('MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)'),
    ],
    ['a filter that is none', { EventSourceArn: queue, FilterCriteria: { Filters: [{}] } }, invalid('Invalid filter pattern definition.')],
    [
      'a wrong filter',
      { EventSourceArn: queue, FilterCriteria: { Filters: [{ Pattern: '{"a":["b"]}' }, { Pattern: 'simple string' }] } },
      invalid('Invalid filter pattern definition.'),
    ],
  ])('refuses %s', async (_what, input, error) => {
    const region = await withFunction();
    await expect(mapped(region, input)).rejects.toMatchObject(error);
    expect(region.tables.eventSourceMappings.size + region.tables.tags.size).toBe(0);
  });
});

const nullMember = (member: string) =>
  invalid(`1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null.`);
const onlyAtTimestamp = invalid('Timestamp only valid with StartingPosition AT_TIMESTAMP');
const notForQueues = invalid('StartingPosition is not valid for SQS event sources.');
const past = new Date(1000);

describe('starting positions', () => {
  test.each<readonly [string, Input, object]>([
    ['none of Kinesis', { EventSourceArn: stream }, nullMember('startingPosition')],
    ['none of DynamoDB', { EventSourceArn: tableStream }, nullMember('startingPosition')],
    ['a time that is not asked for, of Kinesis', { ...kinesis, StartingPositionTimestamp: past }, onlyAtTimestamp],
    ['a time that is not asked for, of DynamoDB', { ...dynamodb, StartingPositionTimestamp: past }, onlyAtTimestamp],
    ['a time that is not asked for, of Kafka', { ...msk, StartingPositionTimestamp: past }, onlyAtTimestamp],
    [
      'a time of DynamoDB',
      { EventSourceArn: tableStream, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: past },
      invalid(`Unsupported starting position for arn type: ${tableStream}`),
    ],
    [
      'a time before 1970',
      { EventSourceArn: stream, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(-1000) },
      invalid('Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp'),
    ],
    [
      'a time to come',
      { EventSourceArn: stream, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date('2024-01-02T00:00:00Z') },
      invalid('StartingPositionTimestamp cannot be in the future.'),
    ],
    ['no time', { EventSourceArn: stream, StartingPosition: 'AT_TIMESTAMP' }, nullMember('startingPositionTimestamp')],
    ['that of a queue', { EventSourceArn: queue, StartingPosition: 'LATEST' }, notForQueues],
    [
      'time and position of a queue',
      { EventSourceArn: queue, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: past },
      notForQueues,
    ],
    ['that of a broker', { ...mq, StartingPosition: 'LATEST' }, unsupported('startingPosition')],
  ])('%s is refused', async (_what, input, error) => {
    const region = await withFunction();
    await expect(mapped(region, input)).rejects.toMatchObject(error);
  });
});

describe('a second mapping of the same', () => {
  const queueWords = (uuid: string) =>
    `An event source mapping with SQS arn (" ${queue} ") and function (" fn ") already exists. ` +
    `Please update or delete the existing mapping with UUID ${uuid}`;
  const streamWords = (uuid: string) =>
    `The event source arn (" ${stream} ") and function (" fn ") provided mapping already exists. ` +
    `Please update or delete the existing mapping with UUID ${uuid}`;
  const kafkaWords = (servers: string) => (uuid: string) =>
    `An event source mapping with event source ("${servers}"), function ("${arn('fn')}"), topics ("topic") already exists. ` +
    `Please update or delete the existing mapping with UUID ${uuid}`;

  test.each<readonly [string, Input, Input, ((uuid: string) => string) | undefined]>([
    ['queue', { EventSourceArn: queue }, { EventSourceArn: queue, BatchSize: 1 }, queueWords],
    ['stream', kinesis, { ...kinesis, StartingPosition: 'TRIM_HORIZON' }, streamWords],
    ['cluster', selfManaged, selfManaged, kafkaWords('kafka:1000')],
    ['broker of two', selfManaged, { ...selfManaged, ...endpoints('kafka:1000', 'kafka:2000') }, kafkaWords('kafka:1000,kafka:2000')],
    ['cluster with another topic', selfManaged, { ...selfManaged, Topics: ['other'] }, undefined],
    ['other cluster', selfManaged, { ...selfManaged, ...endpoints('kafka:2000') }, undefined],
    ['queue of another version', { EventSourceArn: queue }, { EventSourceArn: queue, FunctionName: 'fn:1' }, undefined],
    ['other queue', { EventSourceArn: queue }, { EventSourceArn: fifo }, undefined],
    ['other collection', documentdb, { ...documentdb, DocumentDBEventSourceConfig: { DatabaseName: 'other' } }, undefined],
  ])('%s', async (_what, first, second, words) => {
    const region = await withFunction();
    const uuid = await uuidOf(region, first);
    const answer = mapped(region, second);
    if (words === undefined) await expect(answer).resolves.toMatchObject({ State: 'Creating' });
    else await expect(answer).rejects.toMatchObject({ type: 'ResourceConflictException', status: 409, message: words(uuid) });
  });

  test('is refused to one of two that come at once, and to an update', async () => {
    const region = await withFunction();
    const outcomes = await Promise.allSettled([mapped(region, { EventSourceArn: queue }), mapped(region, { EventSourceArn: queue })]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const version = await uuidOf(region, { EventSourceArn: queue, FunctionName: 'fn:1' });
    await expect(update(region, version, { FunctionName: 'fn' })).rejects.toMatchObject({ type: 'ResourceConflictException' });
    await expect(update(region, version, { FunctionName: 'fn:1' })).resolves.toMatchObject({ FunctionArn: arn('fn:1') });
  });
});

describe('UpdateEventSourceMapping', () => {
  test.each<readonly [string, Input, Change, object]>([
    [
      'what is named',
      { EventSourceArn: queue, MaximumBatchingWindowInSeconds: 1 },
      { BatchSize: 20 },
      { BatchSize: 20, MaximumBatchingWindowInSeconds: 1 },
    ],
    ['the function', { EventSourceArn: queue }, { FunctionName: 'fn:1' }, { FunctionArn: arn('fn:1') }],
    [
      'a destination',
      kinesis,
      { DestinationConfig: { OnFailure: { Destination: target } } },
      { DestinationConfig: { OnFailure: { Destination: target } } },
    ],
    [
      'pollers',
      { EventSourceArn: queue, ProvisionedPollerConfig: { MinimumPollers: 5 } },
      { ProvisionedPollerConfig: { MaximumPollers: 50 } },
      { ProvisionedPollerConfig: { MinimumPollers: 5, MaximumPollers: 50 } },
    ],
    [
      'a schema registry',
      { ...msk, ProvisionedPollerConfig: { MinimumPollers: 1 }, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g' } },
      { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { EventRecordFormat: 'JSON' } } },
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g', SchemaRegistryConfig: { EventRecordFormat: 'JSON' } } },
    ],
    [
      'a collection',
      documentdb,
      { DocumentDBEventSourceConfig: { CollectionName: 'orders' } },
      { DocumentDBEventSourceConfig: { DatabaseName: 'shop', CollectionName: 'orders', FullDocument: 'Default' } },
    ],
    [
      'response types',
      { EventSourceArn: queue, FunctionResponseTypes: ['ReportBatchItemFailures'] },
      { FunctionResponseTypes: [] },
      { FunctionResponseTypes: [] },
    ],
  ])('changes %s', async (_what, input, change, expected) => {
    const region = await withFunction();
    const created = await mapped(region, input);
    region.advance(5000);
    const all = { ...created, ...expected, LastModified: new Date('2024-01-01T00:00:15Z') };
    expect(await update(region, created.UUID ?? '', change)).toEqual({ ...all, State: 'Updating' });
    expect(await get(region, created.UUID ?? '')).toEqual({ ...all, State: 'Enabled' });
  });

  test.each<readonly [string, Input, Change, object | undefined]>([
    [
      'FilterCriteria',
      { EventSourceArn: queue, FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } },
      { FilterCriteria: {} },
      undefined,
    ],
    [
      'FilterCriteria',
      { EventSourceArn: queue, FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } },
      { FilterCriteria: { Filters: [] } },
      undefined,
    ],
    ['ScalingConfig', { EventSourceArn: queue, ScalingConfig: { MaximumConcurrency: 2 } }, { ScalingConfig: {} }, undefined],
    ['KMSKeyArn', { EventSourceArn: queue, KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k' }, { KMSKeyArn: '' }, undefined],
    ['MetricsConfig', { EventSourceArn: queue, MetricsConfig: { Metrics: ['EventCount'] } }, { MetricsConfig: { Metrics: [] } }, undefined],
    ['ProvisionedPollerConfig', { ...msk, ProvisionedPollerConfig: { MinimumPollers: 1 } }, { ProvisionedPollerConfig: {} }, undefined],
    [
      'DestinationConfig',
      { ...kinesis, DestinationConfig: { OnFailure: { Destination: target } } },
      { DestinationConfig: {} },
      { OnFailure: {} },
    ],
    [
      'SelfManagedKafkaEventSourceConfig',
      { ...selfManaged, SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g', SchemaRegistryConfig: { EventRecordFormat: 'JSON' } } },
      { SelfManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } },
      { ConsumerGroupId: 'g' },
    ],
  ])('takes %s away where it is given empty', async (member, input, change, expected) => {
    const region = await withFunction();
    const uuid = await uuidOf(region, input);
    expect(await get(region, uuid)).toHaveProperty(member);
    await update(region, uuid, change);
    const answer: object = await get(region, uuid);
    expect(Object.entries(answer).find(([key]) => key === member)?.[1]).toEqual(expected);
  });

  test.each<readonly [string, Input, Change, object]>([
    ['an unknown function', { EventSourceArn: queue }, { FunctionName: 'missing' }, invalid('Function does not exist')],
    ['what the source has not', { EventSourceArn: queue }, { TumblingWindowInSeconds: 5 }, unsupported('tumblingWindowInSeconds')],
    ['a success destination', kinesis, { DestinationConfig: { OnSuccess: { Destination: target } } }, unsupportedDestination],
    [
      'a wrong filter',
      { EventSourceArn: queue },
      { FilterCriteria: { Filters: [{ Pattern: '[]' }] } },
      invalid('Invalid filter pattern definition.'),
    ],
    [
      'a window that the batches need',
      { EventSourceArn: queue, BatchSize: 11, MaximumBatchingWindowInSeconds: 1 },
      { MaximumBatchingWindowInSeconds: 0 },
      invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10'),
    ],
    [
      'another consumer group',
      msk,
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g' } },
      unsupported('amazonManagedKafkaEventSourceConfig.consumerGroupId'),
    ],
  ])('refuses %s', async (_what, input, change, error) => {
    const region = await withFunction();
    const uuid = await uuidOf(region, input);
    const before = await get(region, uuid);
    await expect(update(region, uuid, change)).rejects.toMatchObject(error);
    expect(await get(region, uuid)).toEqual(before);
  });
});

describe('states', () => {
  test('take their time', async () => {
    const region = await withFunction({ timeScale: 1 });
    const uuid = await uuidOf(region, { EventSourceArn: queue });
    const state = async (): Promise<unknown> => {
      const { State, LastModified } = await get(region, uuid);
      return [State, LastModified?.getTime()];
    };
    const at = (ms: number): number => new Date('2024-01-01T00:00:10Z').getTime() + ms;
    expect(await state()).toEqual(['Creating', at(0)]);
    await expect(update(region, uuid, { BatchSize: 1 })).rejects.toMatchObject(inUse('update'));
    await expect(remove(region, uuid)).rejects.toMatchObject(inUse('delete'));
    region.advance(999);
    expect(await state()).toEqual(['Creating', at(0)]);
    region.advance(1);
    expect(await state()).toEqual(['Enabled', at(1000)]);
    const changes: readonly (readonly [Change, string, string])[] = [
      [{ BatchSize: 1 }, 'Updating', 'Enabled'],
      [{ Enabled: true }, 'Updating', 'Enabled'],
      [{ Enabled: false }, 'Disabling', 'Disabled'],
      [{ BatchSize: 2 }, 'Updating', 'Disabled'],
      [{ Enabled: true }, 'Enabling', 'Enabled'],
    ];
    for (const [change, during, after] of changes) {
      expect(await update(region, uuid, change)).toMatchObject({ State: during });
      expect(await get(region, uuid)).toMatchObject({ State: during });
      await expect(update(region, uuid, change)).rejects.toMatchObject(inUse('update'));
      region.advance(1000);
      expect(await get(region, uuid)).toMatchObject({ State: after });
    }
    expect(await remove(region, uuid)).toMatchObject({ UUID: uuid, State: 'Deleting' });
    expect(await get(region, uuid)).toMatchObject({ State: 'Deleting' });
    expect((await region.call('ListEventSourceMappings', {})).EventSourceMappings).toMatchObject([{ UUID: uuid, State: 'Deleting' }]);
    await expect(remove(region, uuid)).rejects.toMatchObject(inUse('delete'));
    region.advance(1000);
    await expect(get(region, uuid)).rejects.toMatchObject(notFound);
    expect((await region.call('ListEventSourceMappings', {})).EventSourceMappings).toEqual([]);
  });

  test('are settled after a start', async () => {
    const region = await withFunction({ timeScale: 1 });
    const gone = await uuidOf(region, { EventSourceArn: queue });
    region.advance(1000);
    const created = await uuidOf(region, { ...kinesis, Enabled: false });
    await remove(region, gone);
    await region.stop();
    const again = await openRegion({ folder: region.folder, timeScale: 1 });
    expect(await get(again, created)).toMatchObject({ State: 'Disabled' });
    await expect(get(again, gone)).rejects.toMatchObject(notFound);
  });

  test('stay when the function goes', async () => {
    const region = await withFunction();
    const uuid = await uuidOf(region, { EventSourceArn: queue });
    await region.call('DeleteFunction', { FunctionName: 'fn' });
    expect(await get(region, uuid)).toMatchObject({ State: 'Enabled', FunctionArn: arn('fn') });
    await remove(region, uuid);
  });

  test('there are none of an unknown mapping', async () => {
    const region = await openRegion();
    const unknown = '6f2a1b0e-0c7d-4f58-8a52-2f1f4b7d9c10';
    for (const call of [get(region, unknown), update(region, unknown, {}), remove(region, unknown)]) {
      await expect(call).rejects.toMatchObject(notFound);
    }
  });
});

describe('ListEventSourceMappings', () => {
  async function list(region: TestRegion, input: Operations['ListEventSourceMappings']['input']): Promise<readonly string[]> {
    const { EventSourceMappings: found = [] } = await region.call('ListEventSourceMappings', input);
    const shown = ({ FunctionArn: fn = '', EventSourceArn: source = '' }: Mapping): string =>
      `${fn.slice(arn('').length)} ${source.split(':').at(-1)}`;
    return found.map(shown).sort();
  }

  test('lists by function and by source', async () => {
    const region = await withFunction();
    await region.create('other');
    for (const FunctionName of ['fn', 'fn:1', 'other']) await mapped(region, { FunctionName, EventSourceArn: queue });
    await mapped(region, kinesis);
    expect(await list(region, {})).toEqual(['fn orders', 'fn stream/records', 'fn:1 orders', 'other orders']);
    expect(await list(region, { FunctionName: 'fn' })).toEqual(['fn orders', 'fn stream/records']);
    expect(await list(region, { FunctionName: arn('fn:1') })).toEqual(['fn:1 orders']);
    expect(await list(region, { EventSourceArn: queue })).toEqual(['fn orders', 'fn:1 orders', 'other orders']);
    expect(await list(region, { FunctionName: 'fn', EventSourceArn: queue })).toEqual(['fn orders']);
    expect(await list(region, { EventSourceArn: `${queue}-not` })).toEqual([]);
    await expect(list(region, { FunctionName: 'missing' })).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
      message: `Function not found: ${arn('missing')}`,
    });
  });

  test('pages, with those that are being deleted', async () => {
    const region = await withFunction({ timeScale: 1 });
    const uuids: string[] = [];
    for (let index = 0; index < 7; index += 1) uuids.push(await uuidOf(region, { EventSourceArn: `${queue}${index}` }));
    region.advance(1000);
    await remove(region, uuids[3] ?? '');
    for (const filter of [{}, { FunctionName: 'fn' }]) {
      const seen: string[][] = [];
      let marker: string | undefined;
      do {
        const from = marker === undefined ? {} : { Marker: marker };
        const page = await region.call('ListEventSourceMappings', { ...filter, ...from, MaxItems: 3 });
        seen.push((page.EventSourceMappings ?? []).map(({ UUID = '' }) => UUID));
        marker = page.NextMarker;
      } while (marker !== undefined);
      expect(seen.map(({ length }) => length)).toEqual([3, 3, 1]);
      expect(seen.flat()).toEqual([...uuids].sort());
    }
  });

  test('has no page of more than 100', async () => {
    const region = await withFunction();
    for (let index = 0; index < 101; index += 1) await mapped(region, { EventSourceArn: `${queue}${index}` });
    const { EventSourceMappings: page, NextMarker: marker } = await region.call('ListEventSourceMappings', { MaxItems: 10_000 });
    expect([page?.length, typeof marker]).toEqual([100, 'string']);
  });

  test('does not show filter criteria that a key encrypts', async () => {
    const region = await withFunction();
    const criteria: Input = { FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } };
    await mapped(region, { EventSourceArn: queue, ...criteria });
    await mapped(region, { EventSourceArn: fifo, ...criteria, KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k' });
    const { EventSourceMappings: found = [] } = await region.call('ListEventSourceMappings', {});
    expect(Object.fromEntries(found.map((mapping) => [mapping.EventSourceArn, 'FilterCriteria' in mapping]))).toEqual({
      [queue]: true,
      [fifo]: false,
    });
  });
});

describe('filter patterns', () => {
  test.each([
    '{"a":[1,"b",null,true]}',
    '{"body":{"a":{"b":["c"]}}}',
    '{"a":[{"prefix":"b"},{"suffix":".png"},{"equals-ignore-case":"B"}]}',
    '{"a":[{"prefix":{"equals-ignore-case":"b"}}]}',
    '{"a":[{"exists":false}]}',
    '{"a":[{"numeric":["=",1]}],"b":[{"numeric":[">",0,"<=",5]}]}',
    '{"a":[{"anything-but":["x",1]},{"anything-but":"x"},{"anything-but":{"prefix":"x"}}]}',
    '{"$or":[{"a":["b"]},{"c":[{"exists":true}]}]}',
  ])('%s', (pattern) => {
    expect(isFilterPattern(pattern)).toBe(true);
  });

  test.each([
    '',
    'simple string',
    'null',
    '"a"',
    '[]',
    '{}',
    '{"eventSource":"aws:sqs"}',
    '{"eventSource":[]}',
    '{"a":{}}',
    '{"a":[["b"]]}',
    '{"a":[{}]}',
    '{"a":[{"eventSource":"aws:sqs"}]}',
    '{"a":[{"prefix":"b","suffix":"c"}]}',
    '{"a":[{"prefix":1}]}',
    '{"a":[{"exists":"no"}]}',
    '{"a":[{"numeric":["<>",1]}]}',
    '{"a":[{"numeric":[">",5,"<",1]}]}',
    '{"a":[{"numeric":[">",1,"="]}]}',
    '{"a":[{"anything-but":[]}]}',
    '{"$or":{"a":["b"]}}',
    '{"a":["b"]',
  ])('not %s', (pattern) => {
    expect(isFilterPattern(pattern)).toBe(false);
  });
});
