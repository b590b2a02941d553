import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { isFilterPattern } from './filterPattern.ts';
import type { SettingsInput } from './mappingSettings.ts';
import { type KindMember, kindMembers, type SourceKind } from './sourceKinds.ts';
import type { MappingSettings } from './storedEventSourceMapping.ts';

type Given = { readonly [member in KindMember]?: unknown };

/** What the service checks of a request beyond the model's constraints. Throws LambdaError. */
export function checkMembers(kind: SourceKind, input: Given & Pick<SettingsInput, 'DestinationConfig' | 'FilterCriteria'>): void {
  // The model has it for asynchronous invocations, too.
  if (input.DestinationConfig?.OnSuccess !== undefined) throw unsupportedDestination();
  for (const member of kindMembers) {
    if (input[member] === undefined || kind.takes.has(member)) continue;
    throw member === 'DestinationConfig' ? unsupportedDestination() : unsupported(member);
  }
  const failure = input.DestinationConfig?.OnFailure;
  if (failure !== undefined && failure.Destination === undefined) {
    throw lambdaErrors.invalidParameter('The Destination field is required for an OnFailure configuration.');
  }
  for (const { Pattern: pattern } of input.FilterCriteria?.Filters ?? []) {
    if (pattern === undefined || !isFilterPattern(pattern)) throw lambdaErrors.invalidParameter('Invalid filter pattern definition.');
  }
}

/** What a new mapping of a kind must name. */
export function checkRequired(kind: SourceKind, input: Given): void {
  for (const member of kind.required) {
    const value = input[member];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) continue;
    throw lambdaErrors.invalidParameter(`Required '${named(member)}' parameter is missing.`);
  }
}

/** What UpdateEventSourceMapping cannot change, though its request has a place for it. */
export function checkUpdate(input: SettingsInput): void {
  for (const member of ['AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'] as const) {
    if (input[member]?.ConsumerGroupId !== undefined) throw unsupported(`${member}.consumerGroupId`);
  }
}

/** How settings go together, as they will be. */
export function checkSettings(kind: SourceKind, settings: MappingSettings): void {
  const { BatchSize: size, MaximumBatchingWindowInSeconds: window = 0, MaximumRecordAgeInSeconds: age } = settings;
  const { ProvisionedPollerConfig: pollers, MetricsConfig: metrics } = settings;
  const isKafka = kind.name === 'msk' || kind.name === 'selfManagedKafka';
  if (age !== undefined && age !== -1 && age < 60) {
    throw lambdaErrors.invalidParameter('MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)');
  }
  if (kind.name === 'fifo' && window > 0) throw lambdaErrors.invalidParameter('Batching window is not supported for FIFO queues');
  if ((kind.name === 'fifo' || kind.name === 'sqs') && size > 10 && window === 0) {
    throw lambdaErrors.invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  if (isKafka && metrics !== undefined && pollers === undefined) {
    throw lambdaErrors.invalidParameter(
      'MetricsConfig is only available for Provisioned Mode. ' +
        'Enable Provisioned Mode by specifying MinimumPollers in ProvisionedPollerConfig.',
    );
  }
  if (!isKafka && metrics?.Metrics.some((metric) => metric !== 'EventCount') === true) throw unsupported('MetricsConfig');
  if (pollers !== undefined && settings.ScalingConfig !== undefined) throw unsupported('ScalingConfig');
}

function unsupported(member: string): LambdaError {
  return lambdaErrors.invalidParameter(`Unsupported '${named(member)}' parameter for given event source mapping type.`);
}

function unsupportedDestination(): LambdaError {
  return lambdaErrors.invalidParameter('Unsupported DestinationConfig parameter for given event source mapping type.');
}

/** As the service writes a member's name. */
function named(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
