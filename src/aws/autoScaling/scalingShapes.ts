import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import type { ProvisionedScaling, ScalingActivity, ScalingSchedule, UtilizationTracking } from './provisionedScalingApi.ts';

export const utilizationMetric = 'LambdaProvisionedConcurrencyUtilization';

/** The three that name a version's or an alias's provisioned concurrency. */
export function scaledTarget(functionName: string, qualifier: string) {
  return {
    ServiceNamespace: 'lambda',
    ScalableDimension: 'lambda:function:ProvisionedConcurrency',
    ResourceId: `function:${functionName}:${qualifier}`,
  } as const;
}

export function tracksUtilization(policy: Sdk.ScalingPolicy): boolean {
  return policy.TargetTrackingScalingPolicyConfiguration?.PredefinedMetricSpecification?.PredefinedMetricType === utilizationMetric;
}

export function provisionedScaling(
  { MinCapacity, MaxCapacity, SuspendedState }: Sdk.ScalableTarget,
  policies: readonly Sdk.ScalingPolicy[],
  actions: readonly Sdk.ScheduledAction[],
): ProvisionedScaling {
  const tracking = policies.find(tracksUtilization);
  return {
    minimum: MinCapacity ?? 0,
    maximum: MaxCapacity ?? 0,
    ...(tracking !== undefined && { tracking: utilizationTracking(tracking) }),
    otherPolicies: policies.flatMap((policy) => (policy === tracking ? [] : [policy.PolicyName ?? ''])),
    schedules: actions.map(scalingSchedule),
    suspended: {
      scaleIn: SuspendedState?.DynamicScalingInSuspended ?? false,
      scaleOut: SuspendedState?.DynamicScalingOutSuspended ?? false,
      schedules: SuspendedState?.ScheduledScalingSuspended ?? false,
    },
  };
}

export function scalingActivity(activity: Sdk.ScalingActivity): ScalingActivity {
  const { ActivityId = '', Description = '', Cause = '', StatusCode = '', StatusMessage, StartTime, EndTime } = activity;
  return {
    id: ActivityId,
    description: Description,
    cause: Cause,
    status: StatusCode,
    ...(StatusMessage !== undefined && { message: StatusMessage }),
    startedAt: StartTime?.getTime() ?? 0,
    ...(EndTime !== undefined && { endedAt: EndTime.getTime() }),
  };
}

export function scheduleInput({ name, expression, timeZone, startTime, endTime, minimum, maximum }: ScalingSchedule) {
  return {
    ScheduledActionName: name,
    Schedule: expression,
    ...(timeZone !== undefined && { Timezone: timeZone }),
    ...(startTime !== undefined && { StartTime: new Date(startTime) }),
    ...(endTime !== undefined && { EndTime: new Date(endTime) }),
    ScalableTargetAction: {
      ...(minimum !== undefined && { MinCapacity: minimum }),
      ...(maximum !== undefined && { MaxCapacity: maximum }),
    },
  };
}

function utilizationTracking(policy: Sdk.ScalingPolicy): UtilizationTracking {
  const { PolicyName = '', TargetTrackingScalingPolicyConfiguration: configuration } = policy;
  const { TargetValue = 0, ScaleOutCooldown, ScaleInCooldown, DisableScaleIn = false } = configuration ?? {};
  return {
    policyName: PolicyName,
    target: TargetValue,
    ...(ScaleOutCooldown !== undefined && { scaleOutCooldownSeconds: ScaleOutCooldown }),
    ...(ScaleInCooldown !== undefined && { scaleInCooldownSeconds: ScaleInCooldown }),
    scaleInDisabled: DisableScaleIn,
  };
}

function scalingSchedule(action: Sdk.ScheduledAction): ScalingSchedule {
  const { ScheduledActionName = '', Schedule = '', Timezone, StartTime, EndTime, ScalableTargetAction: bounds } = action;
  return {
    name: ScheduledActionName,
    expression: Schedule,
    ...(Timezone !== undefined && { timeZone: Timezone }),
    ...(StartTime !== undefined && { startTime: StartTime.getTime() }),
    ...(EndTime !== undefined && { endTime: EndTime.getTime() }),
    ...(bounds?.MinCapacity !== undefined && { minimum: bounds.MinCapacity }),
    ...(bounds?.MaxCapacity !== undefined && { maximum: bounds.MaxCapacity }),
  };
}
