import * as v from 'valibot';

import { parseSchedule } from '../../../lambda/scaling/autoScaling/schedule.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import type { ActionDocument } from '../store/storedScalableTarget.ts';
import { actionArn } from './arns.ts';
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

/** Source: Application Auto Scaling User Guide, "Quotas". */
const mostActions = 200;

export const putScheduledAction = autoScalingOperation(
  'PutScheduledAction',
  {
    ...scaledMembers,
    ScheduledActionName: member.text,
    Schedule: member.optionalText,
    Timezone: member.optionalText,
    StartTime: member.optionalTime,
    EndTime: member.optionalTime,
    ScalableTargetAction: v.exactOptional(v.object({ MinCapacity: member.optionalInteger, MaxCapacity: member.optionalInteger })),
  },
  async ({ targets, clock }, input) => {
    const resource = scaledResource(input);
    targets.registered(resource);
    await targets.change(resource, (target) => {
      if (target === undefined) throw autoScalingErrors.notRegistered(input.ResourceId);
      const name = input.ScheduledActionName;
      const before = target.actions.find((action) => action.name === name);
      const others = target.actions.filter((action) => action.name !== name);
      if (others.length >= mostActions) {
        throw autoScalingErrors.limitExceeded(`A scalable target can have ${mostActions} scheduled actions.`);
      }
      return { ...target, actions: byName([...others, checkedAction(actionOf(input, before, clock.now()))]) };
    });
    return {};
  },
);

export const deleteScheduledAction = autoScalingOperation(
  'DeleteScheduledAction',
  { ...scaledMembers, ScheduledActionName: member.text },
  async ({ targets }, input) => {
    const resource = scaledResource(input);
    await targets.change(resource, (target) => {
      const actions = target?.actions.filter(({ name }) => name !== input.ScheduledActionName);
      if (target === undefined || actions === undefined || actions.length === target.actions.length) {
        throw autoScalingErrors.noAction(input.ResourceId, input.ScheduledActionName);
      }
      return { ...target, actions };
    });
    return {};
  },
);

export const describeScheduledActions = autoScalingOperation(
  'DescribeScheduledActions',
  { ...filterMembers, ...pageMembers, ScheduledActionNames: member.optionalTexts },
  async (context, { ScheduledActionNames = [], ...input }) => {
    const all = listedTargets(context, input)
      .flatMap((target) => target.document.actions.map((action) => ({ target, action })))
      .filter(({ action }) => ScheduledActionNames.length === 0 || ScheduledActionNames.includes(action.name));
    const { items, more } = pageOf(all, ({ target, action }) => `${target.key}/${action.name}`, input);
    return { ScheduledActions: items.map(({ target, action }) => actionAnswer(context, target, action)), ...more };
  },
);

interface ActionInput {
  readonly ScheduledActionName: string;
  readonly Schedule?: string;
  readonly Timezone?: string;
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly ScalableTargetAction?: { readonly MinCapacity?: number; readonly MaxCapacity?: number };
}

/** What a change leaves out stays as it was, but for start and end. Source: API reference, PutScheduledAction. */
function actionOf(input: ActionInput, before: ActionDocument | undefined, now: number): ActionDocument {
  const { Schedule: expression = before?.expression, Timezone: timeZone = before?.timeZone, StartTime, EndTime } = input;
  if (expression === undefined) throw autoScalingErrors.invalid('Schedule is required for a new scheduled action.');
  const bounds = input.ScalableTargetAction ?? { MinCapacity: before?.minimum, MaxCapacity: before?.maximum };
  const { MinCapacity: minimum, MaxCapacity: maximum } = bounds;
  return {
    name: input.ScheduledActionName,
    expression,
    ...(timeZone !== undefined && { timeZone }),
    ...(StartTime !== undefined && { startTime: StartTime }),
    ...(EndTime !== undefined && { endTime: EndTime }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    createdAt: before?.createdAt ?? now,
  };
}

/** Throws LambdaError for a schedule that is none, and bounds that cannot be. */
function checkedAction(action: ActionDocument): ActionDocument {
  const { expression, timeZone, startTime, endTime, minimum, maximum } = action;
  const schedule = parseSchedule(action);
  if (schedule === 'timeZone') throw autoScalingErrors.invalid(`The time zone ${timeZone} is not a name of the IANA time zone database.`);
  if (schedule === 'expression') {
    throw autoScalingErrors.invalid(
      `The schedule ${expression} is not valid: it is at(yyyy-mm-ddThh:mm:ss), rate(value unit), or cron(fields) with six fields, ` +
        'of which one of the days is ?.',
    );
  }
  if (startTime !== undefined && endTime !== undefined && endTime <= startTime) {
    throw autoScalingErrors.invalid('EndTime must be after StartTime.');
  }
  if (minimum === undefined && maximum === undefined) {
    throw autoScalingErrors.invalid('ScalableTargetAction must have MinCapacity, MaxCapacity, or both.');
  }
  if ((minimum ?? 0) < 0) throw autoScalingErrors.invalid('Minimum capacity cannot be less than 0.');
  if ((maximum ?? Infinity) < (minimum ?? 0)) throw autoScalingErrors.invalid('Maximum capacity cannot be less than minimum capacity');
  return action;
}

function actionAnswer({ identity }: AutoScalingContext, target: ScalableTarget, action: ActionDocument): object {
  const { minimum, maximum, startTime, endTime, timeZone } = action;
  return {
    ScheduledActionName: action.name,
    ScheduledActionARN: actionArn(identity, target, target.document.resourceUuid, action.name),
    ServiceNamespace: lambdaNamespace,
    Schedule: action.expression,
    ...(timeZone !== undefined && { Timezone: timeZone }),
    ResourceId: resourceId(target),
    ScalableDimension: provisionedConcurrencyDimension,
    ...(startTime !== undefined && { StartTime: startTime / 1000 }),
    ...(endTime !== undefined && { EndTime: endTime / 1000 }),
    ScalableTargetAction: {
      ...(minimum !== undefined && { MinCapacity: minimum }),
      ...(maximum !== undefined && { MaxCapacity: maximum }),
    },
    CreationTime: action.createdAt / 1000,
  };
}
