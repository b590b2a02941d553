import { partsOfKey } from '../../resources/functionKey.ts';
import type { ActivityDocument } from '../store/storedScalingActivities.ts';
import { autoScalingOperation, filterMembers, member, pageMembers } from './autoScalingOperation.ts';
import { pageOf } from './pages.ts';
import { lambdaNamespace, provisionedConcurrencyDimension, resourceId } from './resourceId.ts';
import { narrowed } from './scaledResource.ts';

export const describeScalingActivities = autoScalingOperation(
  'DescribeScalingActivities',
  { ...filterMembers, ...pageMembers, IncludeNotScaledActivities: member.optionalFlag },
  async ({ activities, tables }, input) => {
    const { ResourceId } = input;
    const there = narrowed(input, ResourceId !== undefined) ? tables.scalingActivities.page() : [];
    const all = there
      .map(({ key }) => ({ key, id: resourceId(partsOfKey(key)) }))
      .filter(({ id }) => ResourceId === undefined || id === ResourceId)
      .flatMap(({ key, id }) => activities.of(key).map((activity) => ({ id, activity })))
      .sort((a, b) => b.activity.startedAt - a.activity.startedAt);
    const { items, more } = pageOf(all, ({ activity }) => activity.id, input);
    return {
      ScalingActivities: items.map(({ id, activity }) => activityAnswer(id, activity)),
      ...more,
    };
  },
);

function activityAnswer(id: string, { endedAt, ...activity }: ActivityDocument): object {
  return {
    ActivityId: activity.id,
    ServiceNamespace: lambdaNamespace,
    ResourceId: id,
    ScalableDimension: provisionedConcurrencyDimension,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: activity.startedAt / 1000,
    ...(endedAt !== undefined && { EndTime: endedAt / 1000 }),
    StatusCode: activity.status,
    StatusMessage: activity.message,
  };
}
