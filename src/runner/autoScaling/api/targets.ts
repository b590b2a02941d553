import * as v from 'valibot';

import { recordOf } from '../../store/recordOf.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import type { ScalableTargetDocument } from '../store/storedScalableTarget.ts';
import { serviceRoleArn, targetArn } from './arns.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import { type AutoScalingContext, autoScalingOperation, member, pageMembers, scaledMembers } from './autoScalingOperation.ts';
import { pageOf } from './pages.ts';
import { lambdaNamespace, provisionedConcurrencyDimension, resourceId } from './resourceId.ts';
import { checkResource, narrowed, scaledResource } from './scaledResource.ts';
import { checkedTags } from './tags.ts';

const SuspendedState = v.object({
  DynamicScalingInSuspended: member.optionalFlag,
  DynamicScalingOutSuspended: member.optionalFlag,
  ScheduledScalingSuspended: member.optionalFlag,
});

export const registerScalableTarget = autoScalingOperation(
  'RegisterScalableTarget',
  {
    ...scaledMembers,
    MinCapacity: member.optionalInteger,
    MaxCapacity: member.optionalInteger,
    RoleARN: member.optionalText,
    SuspendedState: v.exactOptional(SuspendedState),
    Tags: v.exactOptional(recordOf(v.string())),
  },
  async (context, input) => {
    const { targets, identity, clock, uuid } = context;
    const resource = scaledResource(input);
    await targets.change(resource, (before) => {
      checkResource(context, resource);
      const { MinCapacity: minimum = before?.minimum, MaxCapacity: maximum = before?.maximum } = input;
      if (minimum === undefined || maximum === undefined) {
        throw autoScalingErrors.invalid('Both MinCapacity and MaxCapacity are required when a new scalable target is registered.');
      }
      if (minimum < 0) throw autoScalingErrors.invalid('Minimum capacity cannot be less than 0.');
      if (maximum < minimum) throw autoScalingErrors.invalid('Maximum capacity cannot be less than minimum capacity');
      return {
        id: before?.id ?? targetId(uuid),
        resourceUuid: before?.resourceUuid ?? uuid(),
        minimum,
        maximum,
        createdAt: before?.createdAt ?? clock.now(),
        suspended: suspendedState(input.SuspendedState, before?.suspended),
        tags: checkedTags({ ...before?.tags, ...input.Tags }),
        policies: before?.policies ?? [],
        actions: before?.actions ?? [],
      };
    });
    const { key, document } = targets.registered(resource);
    context.registered(key);
    return { ScalableTargetARN: targetArn(identity, document) };
  },
);

export const deregisterScalableTarget = autoScalingOperation('DeregisterScalableTarget', scaledMembers, async ({ targets }, input) => {
  const resource = scaledResource(input);
  await targets.change(resource, (before) => {
    if (before === undefined) throw autoScalingErrors.noTarget(input.ResourceId);
    return undefined;
  });
  return {};
});

export const describeScalableTargets = autoScalingOperation(
  'DescribeScalableTargets',
  { ServiceNamespace: member.text, ScalableDimension: member.optionalText, ResourceIds: member.optionalTexts, ...pageMembers },
  async (context, { ResourceIds = [], ...input }) => {
    const found = narrowed(input, ResourceIds.length > 0) ? context.targets.all() : [];
    const wanted = ResourceIds.length === 0 ? found : found.filter((target) => ResourceIds.includes(resourceId(target)));
    const { items, more } = pageOf(wanted, ({ key }) => key, input);
    return { ScalableTargets: items.map((target) => targetAnswer(context, target)), ...more };
  },
);

function targetAnswer({ identity }: AutoScalingContext, target: ScalableTarget): object {
  const { minimum, maximum, createdAt, suspended } = target.document;
  return {
    ServiceNamespace: lambdaNamespace,
    ResourceId: resourceId(target),
    ScalableDimension: provisionedConcurrencyDimension,
    MinCapacity: minimum,
    MaxCapacity: maximum,
    RoleARN: serviceRoleArn(identity),
    CreationTime: createdAt / 1000,
    SuspendedState: {
      DynamicScalingInSuspended: suspended.scaleIn,
      DynamicScalingOutSuspended: suspended.scaleOut,
      ScheduledScalingSuspended: suspended.schedule,
    },
    ScalableTargetARN: targetArn(identity, target.document),
  };
}

type Suspended = ScalableTargetDocument['suspended'];

function suspendedState(given: v.InferOutput<typeof SuspendedState> | undefined, before: Suspended | undefined): Suspended {
  return {
    scaleIn: given?.DynamicScalingInSuspended ?? before?.scaleIn ?? false,
    scaleOut: given?.DynamicScalingOutSuspended ?? before?.scaleOut ?? false,
    schedule: given?.ScheduledScalingSuspended ?? before?.schedule ?? false,
  };
}

/** 36 letters and digits. */
function targetId(uuid: () => string): string {
  return (uuid() + uuid()).replaceAll('-', '').slice(0, 36);
}
