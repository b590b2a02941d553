import {
  DeleteScheduledActionCommand,
  DescribeScheduledActionsCommand,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';

import { failure, lambda, live, openScalingRegion, type ScalingRegion } from './scalingRegion.ts';

async function withTarget(): Promise<ScalingRegion> {
  const scaling = await openScalingRegion();
  await scaling.client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 1, MaxCapacity: 10 }));
  return scaling;
}

function put({ client }: ScalingRegion, more: Partial<PutScheduledActionCommandInput> = {}) {
  const input = { ...live, ScheduledActionName: 'morning', Schedule: 'cron(0 8 ? * MON-FRI *)', ScalableTargetAction: { MinCapacity: 5, MaxCapacity: 8 } };
  return client.send(new PutScheduledActionCommand({ ...input, ...more }));
}

const described = async ({ client }: ScalingRegion) => (await client.send(new DescribeScheduledActionsCommand({ ServiceNamespace: lambda }))).ScheduledActions;

test('an action is put, described, changed in part, and deleted', async () => {
  const scaling = await withTarget();
  const { client } = scaling;
  const StartTime = new Date('2026-12-01T00:00:00.500Z');
  await put(scaling, { Timezone: 'Europe/Berlin', StartTime });
  const action = {
    ...live,
    ScheduledActionName: 'morning',
    ScheduledActionARN: expect.stringMatching(
      /^arn:aws:autoscaling:eu-west-1:123456789012:scheduledAction:[0-9a-f-]{36}:resource\/lambda\/function:fn:live:scheduledActionName\/morning$/,
    ) as unknown,
    Schedule: 'cron(0 8 ? * MON-FRI *)',
    Timezone: 'Europe/Berlin',
    ScalableTargetAction: { MinCapacity: 5, MaxCapacity: 8 },
    CreationTime: new Date('2026-11-21T19:44:00Z'),
  };
  expect(await described(scaling)).toEqual([{ ...action, StartTime }]);
  // Start and end go where they are not given again.
  await client.send(new PutScheduledActionCommand({ ...live, ScheduledActionName: 'morning', ScalableTargetAction: { MaxCapacity: 9 } }));
  expect(await described(scaling)).toEqual([{ ...action, ScalableTargetAction: { MaxCapacity: 9 } }]);
  await put(scaling, { ScheduledActionName: 'evening' });
  expect((await described(scaling))?.map(({ ScheduledActionName }) => ScheduledActionName)).toEqual(['evening', 'morning']);
  await client.send(new DeleteScheduledActionCommand({ ...live, ScheduledActionName: 'morning' }));
  expect(await failure(client.send(new DeleteScheduledActionCommand({ ...live, ScheduledActionName: 'morning' })))).toEqual({
    name: 'ObjectNotFoundException',
    message:
      'No scheduled action found for service namespace: lambda, resource ID: function:fn:live, scalable dimension: lambda:function:ProvisionedConcurrency, scheduled action name: morning',
  });
});

describe('what cannot be scheduled is refused', () => {
  test.each<readonly [string, Partial<PutScheduledActionCommandInput>, RegExp]>([
    ['no schedule', { Schedule: undefined }, /^Schedule is required/],
    ['another schedule', { Schedule: '0 8 * * *' }, /^The schedule 0 8 \* \* \* is not valid/],
    ['another time zone', { Timezone: 'Mars/Olympus' }, /^The time zone Mars\/Olympus/],
    ['an end before the start', { StartTime: new Date(2000), EndTime: new Date(1000) }, /^EndTime must be after StartTime/],
    ['no bounds', { ScalableTargetAction: {} }, /^ScalableTargetAction must have/],
    ['bounds that cross', { ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 2 } }, /^Maximum capacity cannot be less than minimum capacity$/],
    ['less than nothing', { ScalableTargetAction: { MinCapacity: -3 } }, /^Minimum capacity cannot be less than 0/],
    ['a name with a slash', { ScheduledActionName: 'a/b' }, /at 'scheduledActionName' failed to satisfy constraint/],
  ])('%s', async (_what, input, message) => {
    const scaling = await withTarget();
    expect(await failure(put(scaling, input))).toEqual({ name: 'ValidationException', message: expect.stringMatching(message) });
    expect(await described(scaling)).toEqual([]);
  });
});
