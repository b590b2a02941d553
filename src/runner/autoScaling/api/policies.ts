import * as v from 'valibot';

import type { ScalableTarget } from '../store/scalableTargets.ts';
import { type PolicyDocument, TrackingConfiguration } from '../store/storedScalableTarget.ts';
import { alarmsOf, policyArn } from './arns.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import {
  type AutoScalingContext,
  autoScalingOperation,
  filterMembers,
  member,
  pageMembers,
  scaledMembers,
} from './autoScalingOperation.ts';
import { byName } from './byName.ts';
import { pageOf } from './pages.ts';
import { lambdaNamespace, provisionedConcurrencyDimension, resourceId } from './resourceId.ts';
import { listedTargets, scaledResource } from './scaledResource.ts';
import { checkTracking, sameMetric } from './trackingRules.ts';

const trackingType = 'TargetTrackingScaling';
/** Source: Application Auto Scaling User Guide, "Quotas". */
const mostPolicies = 50;

export const putScalingPolicy = autoScalingOperation(
  'PutScalingPolicy',
  {
    ...scaledMembers,
    PolicyName: member.text,
    PolicyType: member.optionalText,
    TargetTrackingScalingPolicyConfiguration: v.exactOptional(TrackingConfiguration),
  },
  async (context, input) => {
    const { targets, identity, clock, uuid } = context;
    const resource = scaledResource(input);
    const { PolicyName: name, TargetTrackingScalingPolicyConfiguration: given } = input;
    targets.registered(resource);
    await targets.change(resource, (target) => {
      if (target === undefined) throw autoScalingErrors.notRegistered(input.ResourceId);
      const before = target.policies.find((policy) => policy.name === name);
      checkType(input.PolicyType, before);
      const configuration = given ?? before?.configuration;
      if (configuration === undefined) {
        throw autoScalingErrors.invalid(`A policy of type ${trackingType} needs a TargetTrackingScalingPolicyConfiguration.`);
      }
      checkTracking(configuration, resource);
      const others = target.policies.filter((policy) => policy.name !== name);
      if (others.some((policy) => sameMetric(policy.configuration, configuration))) {
        throw autoScalingErrors.invalid('Only one TargetTrackingScaling policy for a given metric specification is allowed.');
      }
      if (others.length >= mostPolicies) {
        throw autoScalingErrors.limitExceeded(`A scalable target can have ${mostPolicies} scaling policies.`);
      }
      const policy: PolicyDocument = {
        name,
        configuration,
        createdAt: before?.createdAt ?? clock.now(),
        highAlarm: before?.highAlarm ?? uuid(),
        ...(configuration.DisableScaleIn !== true && { lowAlarm: before?.lowAlarm ?? uuid() }),
      };
      return { ...target, policies: byName([...others, policy]) };
    });
    const target = targets.registered(resource);
    const policy = target.document.policies.find((one) => one.name === name);
    return {
      PolicyARN: policyArn(identity, resource, target.document.resourceUuid, name),
      Alarms: policy === undefined ? [] : alarmsOf(identity, resource, policy),
    };
  },
);

const deletionMembers = { ...scaledMembers, PolicyName: member.text };

export const deleteScalingPolicy = autoScalingOperation('DeleteScalingPolicy', deletionMembers, async ({ targets }, input) => {
  const resource = scaledResource(input);
  await targets.change(resource, (target) => {
    const policies = target?.policies.filter(({ name }) => name !== input.PolicyName);
    if (target === undefined || policies === undefined || policies.length === target.policies.length) {
      throw autoScalingErrors.noPolicy(input.ResourceId, input.PolicyName);
    }
    return { ...target, policies };
  });
  return {};
});

export const describeScalingPolicies = autoScalingOperation(
  'DescribeScalingPolicies',
  { ...filterMembers, ...pageMembers, PolicyNames: member.optionalTexts },
  async (context, { PolicyNames = [], ...input }) => {
    const all = listedTargets(context, input)
      .flatMap((target) => target.document.policies.map((policy) => ({ target, policy })))
      .filter(({ policy }) => PolicyNames.length === 0 || PolicyNames.includes(policy.name));
    const { items, more } = pageOf(all, ({ target, policy }) => `${target.key}/${policy.name}`, input);
    return { ScalingPolicies: items.map(({ target, policy }) => policyAnswer(context, target, policy)), ...more };
  },
);

/** Lambda is scaled by target tracking alone, on AWS too. Source: API reference, PutScalingPolicy. */
function checkType(type: string | undefined, before: PolicyDocument | undefined): void {
  if (type === trackingType || (type === undefined && before !== undefined)) return;
  if (type === undefined) throw autoScalingErrors.invalid(`PolicyType is required for a new policy: ${trackingType}.`);
  const advice = `use ${trackingType}`;
  throw autoScalingErrors.invalid(`The policy type ${type} is not supported for the service namespace ${lambdaNamespace}: ${advice}.`);
}

function policyAnswer({ identity }: AutoScalingContext, target: ScalableTarget, policy: PolicyDocument): object {
  return {
    PolicyARN: policyArn(identity, target, target.document.resourceUuid, policy.name),
    PolicyName: policy.name,
    ServiceNamespace: lambdaNamespace,
    ResourceId: resourceId(target),
    ScalableDimension: provisionedConcurrencyDimension,
    PolicyType: trackingType,
    TargetTrackingScalingPolicyConfiguration: policy.configuration,
    Alarms: alarmsOf(identity, target, policy),
    CreationTime: policy.createdAt / 1000,
  };
}
