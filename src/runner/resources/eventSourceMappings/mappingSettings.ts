import * as v from 'valibot';

import type { Operations } from '../../api/operations.ts';
import type { SourceKind } from './sourceKinds.ts';
import { MappingSettings } from './storedEventSourceMapping.ts';

/** What requests that make or change a mapping may set. */
export type SettingsInput = Omit<Operations['UpdateEventSourceMapping']['input'], 'UUID' | 'FunctionName' | 'Enabled'>;

/** The settings of a new mapping. */
export function newSettings(kind: SourceKind, uuid: string, input: SettingsInput): MappingSettings {
  // A consumer group is named after its mapping where the request does not name it.
  const kafka = (given: { readonly ConsumerGroupId?: string | undefined } = {}) => ({ ConsumerGroupId: given.ConsumerGroupId ?? uuid });
  return changedSettings(
    kind,
    {
      ...kind.defaults,
      ...(kind.name === 'msk' && { AmazonManagedKafkaEventSourceConfig: kafka(input.AmazonManagedKafkaEventSourceConfig) }),
      ...(kind.name === 'selfManagedKafka' && { SelfManagedKafkaEventSourceConfig: kafka(input.SelfManagedKafkaEventSourceConfig) }),
      ...(kind.name === 'documentdb' && { DocumentDBEventSourceConfig: { FullDocument: 'Default' } }),
    },
    input,
  );
}

/** The settings after a request; what it does not name stays. What is given empty is taken away. */
export function changedSettings(kind: SourceKind, current: MappingSettings, input: SettingsInput): MappingSettings {
  const changed = {
    ...current,
    ...defined(input),
    FilterCriteria: input.FilterCriteria === undefined ? current.FilterCriteria : nonEmpty('Filters', input.FilterCriteria),
    MetricsConfig: input.MetricsConfig === undefined ? current.MetricsConfig : nonEmpty('Metrics', input.MetricsConfig),
    ScalingConfig: input.ScalingConfig === undefined ? current.ScalingConfig : nonEmpty('MaximumConcurrency', input.ScalingConfig),
    KMSKeyArn: input.KMSKeyArn === undefined ? current.KMSKeyArn : input.KMSKeyArn || undefined,
    DestinationConfig: input.DestinationConfig === undefined ? current.DestinationConfig : destinations(input.DestinationConfig),
    ProvisionedPollerConfig: pollers(kind, current, input),
    AmazonManagedKafkaEventSourceConfig: kafkaConfig('AmazonManagedKafkaEventSourceConfig', current, input),
    SelfManagedKafkaEventSourceConfig: kafkaConfig('SelfManagedKafkaEventSourceConfig', current, input),
    DocumentDBEventSourceConfig: merged(current.DocumentDBEventSourceConfig, input.DocumentDBEventSourceConfig),
  };
  // Drops what of the request is no setting.
  return v.parse(MappingSettings, defined(changed));
}

function nonEmpty<K extends string>(member: K, given: { readonly [member in K]?: unknown }): object | undefined {
  const value = given[member];
  return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : given;
}

function destinations({ OnFailure: failure }: NonNullable<SettingsInput['DestinationConfig']>): MappingSettings['DestinationConfig'] {
  const target = failure?.Destination ?? '';
  return { OnFailure: target === '' ? {} : { Destination: target } };
}

/** An empty one ends the provisioned mode. */
function pollers(kind: SourceKind, current: MappingSettings, { ProvisionedPollerConfig: given }: SettingsInput): unknown {
  if (given === undefined) return current.ProvisionedPollerConfig;
  if (Object.keys(defined(given)).length === 0) return undefined;
  return { ...kind.pollers, ...current.ProvisionedPollerConfig, ...defined(given) };
}

/** The consumer group stays as it is; an empty schema registry takes it away. */
function kafkaConfig(
  member: 'AmazonManagedKafkaEventSourceConfig' | 'SelfManagedKafkaEventSourceConfig',
  { [member]: current }: MappingSettings,
  { [member]: given }: SettingsInput,
): unknown {
  const registry = given?.SchemaRegistryConfig;
  if (registry === undefined) return current;
  const { SchemaRegistryConfig: _before, ...kept } = current ?? {};
  return Object.keys(defined(registry)).length === 0 ? kept : { ...kept, SchemaRegistryConfig: registry };
}

function merged(current: object | undefined, given: object | undefined): object | undefined {
  return given === undefined ? current : { ...current, ...defined(given) };
}

function defined(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
