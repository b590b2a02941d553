import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Operations } from '../../api/operations.ts';
import type { CapacityProviderDocument } from './storedCapacityProvider.ts';

type Created = Operations['CreateCapacityProvider']['input'];
type Updated = Operations['UpdateCapacityProvider']['input'];

/** Where a request does not say. No recorded answer tells AWS's own default. */
const defaultVCpus = 400;

/** The settings of a new provider. Throws LambdaError: instance types that are both allowed and excluded. */
export function newSettings(name: string, input: Created, now: number): CapacityProviderDocument {
  const { VpcConfig: vpc, InstanceRequirements: instances, KmsKeyArn: key } = input;
  const allowed = instances?.AllowedInstanceTypes;
  const excluded = instances?.ExcludedInstanceTypes;
  if (allowed !== undefined && excluded !== undefined) {
    throw lambdaErrors.invalidParameter('AllowedInstanceTypes and ExcludedInstanceTypes cannot both be specified.');
  }
  const unscaled: CapacityProviderDocument = {
    VpcConfig: { SubnetIds: vpc.SubnetIds, SecurityGroupIds: vpc.SecurityGroupIds },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: input.PermissionsConfig.CapacityProviderOperatorRoleArn },
    InstanceRequirements: {
      Architectures: instances?.Architectures ?? ['x86_64'],
      ...(allowed !== undefined && { AllowedInstanceTypes: allowed }),
      ...(excluded !== undefined && { ExcludedInstanceTypes: excluded }),
    },
    CapacityProviderScalingConfig: { MaxVCpuCount: defaultVCpus, ScalingMode: 'Auto' },
    ...(key !== undefined && { KmsKeyArn: key }),
    lastModified: now,
  };
  return changedSettings(name, unscaled, input, now);
}

/** The settings after a request; what it does not name stays. */
export function changedSettings(
  name: string,
  current: CapacityProviderDocument,
  input: Pick<Updated, 'CapacityProviderScalingConfig' | 'PropagateTags' | 'TelemetryConfig'>,
  now: number,
): CapacityProviderDocument {
  const { PropagateTags: propagate, TelemetryConfig: telemetry } = input;
  return {
    ...current,
    CapacityProviderScalingConfig: changedScaling(current.CapacityProviderScalingConfig, input.CapacityProviderScalingConfig),
    ...(propagate !== undefined && { PropagateTags: changedPropagation(propagate) }),
    ...(telemetry !== undefined && { TelemetryConfig: { LoggingConfig: changedLogging(name, current, telemetry) } }),
    lastModified: now,
  };
}

type Scaling = CapacityProviderDocument['CapacityProviderScalingConfig'];

/** Policies are those of the mode Manual: going to Auto takes them away. */
function changedScaling(current: Scaling, input: Updated['CapacityProviderScalingConfig']): Scaling {
  const mode = input?.ScalingMode ?? current.ScalingMode;
  const kept = mode === current.ScalingMode ? current.ScalingPolicies : undefined;
  const policies = input?.ScalingPolicies ?? kept;
  return {
    MaxVCpuCount: input?.MaxVCpuCount ?? current.MaxVCpuCount,
    ScalingMode: mode,
    ...(policies !== undefined && {
      ScalingPolicies: policies.map(({ PredefinedMetricType, TargetValue }) => ({ PredefinedMetricType, TargetValue })),
    }),
  };
}

function changedPropagation(input: NonNullable<Updated['PropagateTags']>): NonNullable<CapacityProviderDocument['PropagateTags']> {
  const { Mode: mode = 'None', ExplicitTags: tags } = input;
  return { Mode: mode, ...(tags !== undefined && { ExplicitTags: tags }) };
}

function changedLogging(
  name: string,
  { TelemetryConfig: current }: CapacityProviderDocument,
  { LoggingConfig: input }: NonNullable<Updated['TelemetryConfig']>,
): NonNullable<CapacityProviderDocument['TelemetryConfig']>['LoggingConfig'] {
  return {
    SystemLogLevel: input?.SystemLogLevel ?? current?.LoggingConfig.SystemLogLevel ?? 'INFO',
    // Source: CapacityProviderLoggingConfig in the Lambda API Reference.
    LogGroup: input?.LogGroup ?? current?.LoggingConfig.LogGroup ?? `/aws/lambda/capacity-provider/${name}`,
  };
}
