import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';

import { lambdaErrors } from '../../../../src/lambda/lambdaError.ts';
import { workspaceFunction } from '../resources/testRegion.ts';
import { lambda, live, openScalingRegion, type ScalingRegion } from './scalingRegion.ts';

async function register(scaling: ScalingRegion, more: Partial<RegisterScalableTargetCommandInput> = {}): Promise<void> {
  await scaling.client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 2, MaxCapacity: 20, ...more }));
  await scaling.pass(0);
}

async function track({ client }: ScalingRegion, more: object = {}): Promise<void> {
  const PredefinedMetricSpecification = { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' } as const;
  await client.send(
    new PutScalingPolicyCommand({
      ...live,
      PolicyName: 'seventy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.7, PredefinedMetricSpecification, ...more },
    }),
  );
}

async function activities({ client }: ScalingRegion) {
  return (await client.send(new DescribeScalingActivitiesCommand(live))).ScalingActivities ?? [];
}

const told = async (scaling: ScalingRegion) => (await activities(scaling)).map(({ Description, Cause, StatusCode }) => [Description, Cause, StatusCode]);
const done = (count: number) => `Successfully set desired concurrency to ${count}. Change successfully fulfilled by lambda.`;

describe('bounds', () => {
  test('what is registered is brought into them, with an activity', async () => {
    const scaling = await openScalingRegion();
    await register(scaling);
    expect(scaling.provisioned).toEqual(['fn:live=2']);
    const at = new Date('2026-11-21T19:44:00Z');
    expect(await activities(scaling)).toEqual([
      {
        ActivityId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        ...live,
        Description: 'Setting desired concurrency to 2.',
        Cause: 'minimum capacity was set to 2',
        StartTime: at,
        EndTime: at,
        StatusCode: 'Successful',
        StatusMessage: done(2),
      },
    ]);
    await register(scaling, { MaxCapacity: 15 });
    scaling.state.set('fn:live', { requested: 18, available: 18, status: 'READY' });
    // What users set beyond them stays until the bounds are set again.
    await scaling.minutes(3);
    await register(scaling, { MaxCapacity: 15 });
    expect(scaling.provisioned).toEqual(['fn:live=2', 'fn:live=15']);
    expect((await told(scaling))[0]).toEqual(['Setting desired concurrency to 15.', 'maximum capacity was set to 15', 'Successful']);
  });

  test('none provisioned is what a maximum of 0 asks for', async () => {
    const scaling = await openScalingRegion();
    await register(scaling);
    await register(scaling, { MinCapacity: 0, MaxCapacity: 0 });
    expect(scaling.provisioned).toEqual(['fn:live=2', 'fn:live=0']);
    expect((await told(scaling))[0]?.[2]).toBe('Successful');
  });

  test('an activity is in progress until the allocation is ready', async () => {
    const scaling = await openScalingRegion();
    scaling.mood = 'inProgress';
    await register(scaling);
    const waiting = 'Successfully set desired concurrency to 2. Waiting for change to be fulfilled by lambda.';
    expect(await activities(scaling)).toMatchObject([{ StatusCode: 'InProgress', StatusMessage: waiting }]);
    await scaling.pass(20_000);
    expect(await activities(scaling)).toMatchObject([{ StatusCode: 'InProgress' }]);
    scaling.state.set('fn:live', { requested: 2, available: 2, status: 'READY' });
    await scaling.pass(1000);
    expect(await activities(scaling)).toMatchObject([{ StatusCode: 'Successful', EndTime: new Date('2026-11-21T19:44:21Z'), StatusMessage: done(2) }]);
  });

  test('an activity fails where Lambda refuses it, and where the function does not initialise', async () => {
    const scaling = await openScalingRegion();
    scaling.mood = lambdaErrors.invalidParameter('No room.');
    await register(scaling);
    expect(await activities(scaling)).toMatchObject([
      { StatusCode: 'Failed', StatusMessage: 'Failed to set desired concurrency to 2. Reason: No room.', EndTime: expect.any(Date) as unknown },
    ]);
    scaling.mood = 'inProgress';
    await register(scaling, { MinCapacity: 3 });
    scaling.state.set('fn:live', { requested: 3, available: 0, status: 'FAILED', reason: 'FUNCTION_ERROR_INIT_FAILURE' });
    await scaling.pass(1000);
    expect((await activities(scaling))[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: 'Failed to set desired concurrency to 3. Reason: FUNCTION_ERROR_INIT_FAILURE',
    });
  });

  test('an activity that another one overtakes is overridden; so is one that a user does', async () => {
    const scaling = await openScalingRegion();
    scaling.mood = 'inProgress';
    await register(scaling);
    await register(scaling, { MinCapacity: 3 });
    expect((await told(scaling)).map(([, , status]) => status)).toEqual(['InProgress', 'Overridden']);
    scaling.state.set('fn:live', { requested: 9, available: 0, status: 'IN_PROGRESS' });
    await scaling.pass(1000);
    expect((await told(scaling)).map(([, , status]) => status)).toEqual(['Overridden', 'Overridden']);
  });
});

describe('target tracking', () => {
  test('scales out with the third busy minute, and in with the fifteenth quiet one', async () => {
    const scaling = await openScalingRegion();
    await register(scaling, { MinCapacity: 10 });
    await track(scaling);
    scaling.utilization = { average: 0.9, maximum: 1 };
    await scaling.minutes(2);
    expect(scaling.provisioned).toEqual(['fn:live=10']);
    await scaling.minutes(1);
    expect(scaling.provisioned).toEqual(['fn:live=10', 'fn:live=13']);
    const [latest] = await activities(scaling);
    expect(latest).toMatchObject({ Description: 'Setting desired concurrency to 13.', StatusCode: 'Successful', StatusMessage: done(13) });
    expect(latest?.Cause).toMatch(/^monitor alarm TargetTracking-function:fn:live-AlarmHigh-[0-9a-f-]{36} in state ALARM triggered policy seventy$/);
    scaling.utilization = { average: 0.55, maximum: 1 };
    await scaling.minutes(14);
    expect(scaling.provisioned).toHaveLength(2);
    await scaling.minutes(1);
    expect(scaling.provisioned.slice(2)).toEqual(['fn:live=11']);
    expect((await activities(scaling))[0]?.Cause).toMatch(/-AlarmLow-.* in state ALARM triggered policy seventy$/);
  });

  test('does nothing while nothing is invoked', async () => {
    const scaling = await openScalingRegion();
    await register(scaling, { MinCapacity: 1 });
    await register(scaling, { MinCapacity: 10 });
    await register(scaling, { MinCapacity: 1 });
    await track(scaling);
    await scaling.minutes(40);
    expect(scaling.provisioned).toEqual(['fn:live=1', 'fn:live=10']);
  });

  test('goes by the maximum where the policy does', async () => {
    const scaling = await openScalingRegion();
    await register(scaling, { MinCapacity: 10 });
    await track(scaling, {
      PredefinedMetricSpecification: undefined,
      CustomizedMetricSpecification: {
        Namespace: 'AWS/Lambda',
        MetricName: 'ProvisionedConcurrencyUtilization',
        Statistic: 'Maximum',
        Dimensions: [
          { Name: 'Resource', Value: 'fn:live' },
          { Name: 'FunctionName', Value: 'fn' },
        ],
      },
    });
    scaling.utilization = { average: 0.1, maximum: 1 };
    await scaling.minutes(3);
    expect(scaling.provisioned).toEqual(['fn:live=10', 'fn:live=15']);
  });

  test('takes minutes of another length, by which cooldowns are measured too', async () => {
    const scaling = await openScalingRegion({ minuteMs: 600 });
    await register(scaling, { MinCapacity: 10 });
    await track(scaling, { ScaleOutCooldown: 300 });
    scaling.utilization = { average: 0.9, maximum: 1 };
    await scaling.minutes(3);
    expect(scaling.provisioned.at(-1)).toBe('fn:live=13');
    scaling.utilization = { average: 0.8, maximum: 1 };
    // It cools down from when the change is seen to be complete, a minute later.
    await scaling.minutes(5);
    expect(scaling.provisioned.at(-1)).toBe('fn:live=13');
    await scaling.minutes(1);
    expect(scaling.provisioned.at(-1)).toBe('fn:live=15');
  });

  test('is held while it is suspended', async () => {
    const scaling = await openScalingRegion();
    await register(scaling, { MinCapacity: 10, SuspendedState: { DynamicScalingOutSuspended: true } });
    await track(scaling);
    scaling.utilization = { average: 0.9, maximum: 1 };
    await scaling.minutes(5);
    expect(scaling.provisioned).toEqual(['fn:live=10']);
    await register(scaling, { MinCapacity: 10, SuspendedState: { DynamicScalingOutSuspended: false } });
    await scaling.minutes(1);
    expect(scaling.provisioned).toEqual(['fn:live=10', 'fn:live=13']);
  });

  test('begins anew with a policy that is changed', async () => {
    const scaling = await openScalingRegion();
    await register(scaling, { MinCapacity: 10 });
    await track(scaling);
    scaling.utilization = { average: 0.9, maximum: 1 };
    await scaling.minutes(2);
    await track(scaling, { TargetValue: 0.8 });
    await scaling.minutes(2);
    expect(scaling.provisioned).toHaveLength(1);
    await scaling.minutes(1);
    expect(scaling.provisioned).toEqual(['fn:live=10', 'fn:live=12']);
  });
});

describe('scheduled actions', () => {
  async function schedule({ client }: ScalingRegion, ScheduledActionName: string, Schedule: string, ScalableTargetAction: object): Promise<void> {
    await client.send(new PutScheduledActionCommand({ ...live, ScheduledActionName, Schedule, ScalableTargetAction }));
  }

  const bounds = async ({ client }: ScalingRegion) => {
    const [target] = (await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda }))).ScalableTargets ?? [];
    return [target?.MinCapacity, target?.MaxCapacity];
  };

  test('set bounds at their times, and bring the capacity into them', async () => {
    const scaling = await openScalingRegion();
    await register(scaling);
    await schedule(scaling, 'up', 'at(2026-11-21T19:50:30)', { MinCapacity: 5, MaxCapacity: 8 });
    await schedule(scaling, 'down', 'cron(0 20 * * ? *)', { MinCapacity: 0, MaxCapacity: 3 });
    await scaling.pass(6 * 60_000 + 29_000);
    expect(await bounds(scaling)).toEqual([2, 20]);
    await scaling.pass(1000);
    expect(await bounds(scaling)).toEqual([5, 8]);
    expect(scaling.provisioned).toEqual(['fn:live=2', 'fn:live=5']);
    expect(await activities(scaling)).toMatchObject([
      { Cause: 'minimum capacity was set to 5', StartTime: new Date('2026-11-21T19:50:30Z') },
      {
        Description: 'Setting min capacity to 5 and max capacity to 8',
        Cause: 'scheduled action name up was triggered',
        StatusCode: 'Successful',
        StatusMessage: 'Successfully set min capacity to 5 and max capacity to 8',
      },
      {},
    ]);
    await scaling.minutes(10);
    expect(await bounds(scaling)).toEqual([0, 3]);
    expect(scaling.provisioned).toEqual(['fn:live=2', 'fn:live=5', 'fn:live=3']);
    // The next day again, once.
    await register(scaling);
    await scaling.pass(24 * 3_600_000);
    expect(await bounds(scaling)).toEqual([0, 3]);
  });

  test('fail where the bounds would cross, and are held while they are suspended', async () => {
    const scaling = await openScalingRegion();
    await register(scaling);
    await schedule(scaling, 'high', 'rate(1 minute)', { MinCapacity: 30 });
    await scaling.minutes(1);
    expect(await bounds(scaling)).toEqual([2, 20]);
    expect((await activities(scaling))[0]).toMatchObject({
      Description: 'Setting min capacity to 30',
      StatusCode: 'Failed',
      StatusMessage: 'Failed to set min capacity to 30. Reason: Maximum capacity cannot be less than minimum capacity',
    });
    await register(scaling, { MaxCapacity: 40, SuspendedState: { ScheduledScalingSuspended: true } });
    await scaling.minutes(2);
    expect(await bounds(scaling)).toEqual([2, 40]);
    await register(scaling, { MaxCapacity: 40, SuspendedState: { ScheduledScalingSuspended: false } });
    await scaling.minutes(1);
    expect(await bounds(scaling)).toEqual([30, 40]);
  });
});

test('a version that a template hides is left alone until it is back', async () => {
  const ResourceId = 'function:fn:1';
  const scaling = await openScalingRegion();
  await register(scaling, { ResourceId });
  await scaling.client.send(
    new PutScheduledActionCommand({ ...live, ResourceId, ScheduledActionName: 'a', Schedule: 'at(2026-11-21T19:45:30)', ScalableTargetAction: { MinCapacity: 7 } }),
  );
  const { functions } = scaling.region;
  functions.replaceWorkspaceFunctions([workspaceFunction('fn')]);
  await scaling.minutes(3);
  expect(scaling.provisioned).toEqual(['fn:1=2']);
  functions.replaceWorkspaceFunctions([]);
  await scaling.minutes(1);
  expect(scaling.provisioned).toEqual(['fn:1=2', 'fn:1=7']);
});

test('nothing is waited for where nothing is registered', async () => {
  const scaling = await openScalingRegion();
  expect(scaling.clock.pending).toBe(0);
  await register(scaling);
  expect(scaling.clock.pending).toBe(1);
  await scaling.client.send(new DeregisterScalableTargetCommand(live));
  await scaling.pass(0);
  expect(scaling.clock.pending).toBe(0);
  // What was scaled is told also then.
  expect(await activities(scaling)).toHaveLength(1);
});

test('a region that starts again goes on with what is registered', async () => {
  const before = await openScalingRegion();
  await register(before, { MinCapacity: 10 });
  await track(before);
  await before.stop();
  const scaling = await openScalingRegion({ folder: before.region.folder });
  scaling.state.set('fn:live', { requested: 10, available: 10, status: 'READY' });
  scaling.utilization = { average: 0.9, maximum: 1 };
  await scaling.minutes(3);
  expect(scaling.provisioned).toEqual(['fn:live=13']);
  expect(await activities(scaling)).toHaveLength(2);
});
