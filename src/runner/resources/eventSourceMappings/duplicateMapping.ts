import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { EventSourceMapping, EventSourceMappings } from './eventSourceMappings.ts';
import { kindOf, type SourceKind } from './sourceKinds.ts';
import type { EventSourceMappingDocument, MappingSource } from './storedEventSourceMapping.ts';

type Candidate = Omit<EventSourceMappingDocument, 'lastModified' | 'enabled'>;

/** Throws LambdaError where another mapping of the same function reads the same. */
export function refuseDuplicate(mappings: EventSourceMappings, candidate: Candidate, own?: string): void {
  const only = (document: Candidate, uuid: string): boolean => uuid !== own && readsTheSame(document, candidate);
  const [found] = mappings.page({ after: '', count: 1, only });
  if (found === undefined) return;
  throw lambdaErrors.conflict(
    `${wordsOf(found, candidate)} Please update or delete the existing mapping with UUID ${found.uuid}`,
  );
}

function readsTheSame(one: Candidate, other: Candidate): boolean {
  return (
    one.functionArn === other.functionArn &&
    overlap(sourcesOf(one.source), sourcesOf(other.source)) &&
    overlap(partsOf(one), partsOf(other))
  );
}

/** What of a source a mapping reads: a topic, a queue or a collection; of the others there is one. */
function partsOf({ source, settings }: Candidate): readonly string[] {
  const { DatabaseName: database = '', CollectionName: collection = '' } = settings.DocumentDBEventSourceConfig ?? {};
  return source.Topics ?? source.Queues ?? [`${database}/${collection}`];
}

function sourcesOf({ EventSourceArn: arn, SelfManagedEventSource: managed }: MappingSource): readonly string[] {
  return arn === undefined ? Object.values(managed?.Endpoints ?? {}).flat() : [arn];
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((item) => others.includes(item));
}

type Words = (arn: string, candidate: Candidate) => string;

const named: Words = (arn, { functionArn }) => `(" ${arn} ") and function (" ${functionName(functionArn)} ")`;
const asQueue: Words = (arn, candidate) => `An event source mapping with SQS arn ${named(arn, candidate)} already exists.`;
const asStream: Words = (arn, candidate) => `The event source arn ${named(arn, candidate)} provided mapping already exists.`;
const asBroker =
  (parts: string): Words =>
  (_arn, { functionArn, source }) =>
    `An event source mapping with event source ("${sourcesOf(source).join(',')}"), function ("${functionArn}"), ` +
    `${parts} ("${(source.Topics ?? source.Queues ?? []).join(',')}") already exists.`;

/** The service has a sentence of its own for each. Source: its answers. */
const words: Readonly<Record<SourceKind['name'], Words>> = {
  sqs: asQueue,
  fifo: asQueue,
  kinesis: asStream,
  dynamodb: asStream,
  documentdb: asStream,
  msk: asBroker('topics'),
  selfManagedKafka: asBroker('topics'),
  mq: asBroker('queues'),
};

function wordsOf({ document }: EventSourceMapping, candidate: Candidate): string {
  const kind = kindOf(document.source);
  return (kind === undefined ? asStream : words[kind.name])(document.source.EventSourceArn ?? '', candidate);
}

/** With the version or alias, where the mapping has one. */
function functionName(arn: string): string {
  return arn.split(':').slice(6).join(':');
}
