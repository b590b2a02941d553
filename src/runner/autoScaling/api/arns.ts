import type { Identity } from '../../../lambda/arn.ts';
import type { PolicyDocument, ScalableTargetDocument } from '../store/storedScalableTarget.ts';
import { lambdaNamespace, resourceId, type ScaledResource } from './resourceId.ts';

export function targetArn({ partition, region, account }: Identity, { id }: Pick<ScalableTargetDocument, 'id'>): string {
  return `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/${id}`;
}

/** The role that Application Auto Scaling scales Lambda with, of which there is one in an account. */
export function serviceRoleArn({ partition, account }: Identity): string {
  const role = 'lambda.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency';
  return `arn:${partition}:iam::${account}:role/aws-service-role/${role}`;
}

export function policyArn(identity: Identity, resource: ScaledResource, uuid: string, policy: string): string {
  return `${autoScalingArn(identity, 'scalingPolicy', resource, uuid)}:policyName/${policy}`;
}

export function actionArn(identity: Identity, resource: ScaledResource, uuid: string, action: string): string {
  return `${autoScalingArn(identity, 'scheduledAction', resource, uuid)}:scheduledActionName/${action}`;
}

export type AlarmSide = 'high' | 'low';

const sides: Readonly<Record<AlarmSide, string>> = { high: 'AlarmHigh', low: 'AlarmLow' };

export function alarmName(resource: ScaledResource, side: AlarmSide, id: string): string {
  return `TargetTracking-${resourceId(resource)}-${sides[side]}-${id}`;
}

/** The alarms of a policy; one that may not scale in has but the high one. */
export function alarmsOf({ partition, region, account }: Identity, resource: ScaledResource, { highAlarm, lowAlarm }: PolicyDocument) {
  const names = [alarmName(resource, 'high', highAlarm), ...(lowAlarm === undefined ? [] : [alarmName(resource, 'low', lowAlarm)])];
  return names.map((AlarmName) => ({ AlarmName, AlarmARN: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${AlarmName}` }));
}

function autoScalingArn({ partition, region, account }: Identity, kind: string, resource: ScaledResource, uuid: string): string {
  return `arn:${partition}:autoscaling:${region}:${account}:${kind}:${uuid}:resource/${lambdaNamespace}/${resourceId(resource)}`;
}
