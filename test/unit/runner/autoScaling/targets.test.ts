import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';

import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { dimension, failure, lambda, live, openScalingRegion, type ScalingRegion } from './scalingRegion.ts';

const arnPattern = /^arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target\/[0-9a-f]{36}$/;

function register({ client }: ScalingRegion, more: Partial<RegisterScalableTargetCommandInput> = {}) {
  return client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 2, MaxCapacity: 10, ...more }));
}

function described({ client }: ScalingRegion) {
  return client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda }));
}

test('a target is registered, described, changed in part, and deregistered with all that it has', async () => {
  const scaling = await openScalingRegion();
  const { client } = scaling;
  const { ScalableTargetARN } = await register(scaling);
  expect(ScalableTargetARN).toMatch(arnPattern);
  const suspended = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false };
  const target = {
    ...live,
    MinCapacity: 2,
    MaxCapacity: 10,
    RoleARN:
      'arn:aws:iam::123456789012:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency',
    CreationTime: new Date('2026-11-21T19:44:00Z'),
    SuspendedState: suspended,
    ScalableTargetARN,
  };
  expect((await described(scaling)).ScalableTargets).toEqual([target]);

  scaling.clock.advance(5000);
  const again = await client.send(new RegisterScalableTargetCommand({ ...live, MaxCapacity: 20, SuspendedState: { ScheduledScalingSuspended: true } }));
  expect(again.ScalableTargetARN).toBe(ScalableTargetARN);
  const changed = { ...target, MaxCapacity: 20, SuspendedState: { ...suspended, ScheduledScalingSuspended: true } };
  expect((await described(scaling)).ScalableTargets).toEqual([changed]);

  await client.send(
    new PutScalingPolicyCommand({
      ...live,
      PolicyName: 'p',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.7,
        PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
      },
    }),
  );
  await client.send(new DeregisterScalableTargetCommand(live));
  expect((await described(scaling)).ScalableTargets).toEqual([]);
  await register(scaling);
  expect((await client.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: lambda }))).ScalingPolicies).toEqual([]);
});

test('lists go by page, by resource, and are empty for other services', async () => {
  const scaling = await openScalingRegion();
  const { client } = scaling;
  const ids = ['function:fn:1', 'function:fn:blue', 'function:fn:live'];
  for (const ResourceId of ids) await register(scaling, { ResourceId });
  const first = await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda, MaxResults: 2 }));
  expect(first.ScalableTargets?.map(({ ResourceId }) => ResourceId)).toEqual(ids.slice(0, 2));
  const second = await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda, MaxResults: 2, NextToken: first.NextToken }));
  expect(second.ScalableTargets?.map(({ ResourceId }) => ResourceId)).toEqual(ids.slice(2));
  expect(second.NextToken).toBeUndefined();
  const some = await client.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: lambda, ScalableDimension: dimension, ResourceIds: ['function:fn:blue', 'function:no:1'] }),
  );
  expect(some.ScalableTargets?.map(({ ResourceId }) => ResourceId)).toEqual(['function:fn:blue']);
  expect((await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }))).ScalableTargets).toEqual([]);
  expect(await failure(client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda, NextToken: 'else' })))).toEqual({
    name: 'InvalidNextTokenException',
    message: 'The next token supplied was invalid.',
  });
  expect((await failure(client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda, ScalableDimension: dimension })))).name).toBe(
    'ValidationException',
  );
});

describe('what cannot be registered is refused', () => {
  const unsupported = 'Unsupported service namespace, resource type or scalable dimension';
  const about = (id: string) => `Validation failed for resource: ${id}, scalable dimension: ${dimension}. Reason: `;
  const fnArn = 'arn:aws:lambda:eu-west-1:123456789012:function';

  test.each<readonly [string, Partial<RegisterScalableTargetCommandInput>, string]>([
    ['another service', { ServiceNamespace: 'ecs' }, unsupported],
    ['another dimension', { ScalableDimension: 'ecs:service:DesiredCount' }, unsupported],
    ['no qualifier', { ResourceId: 'function:fn' }, unsupported],
    ['another kind of resource', { ResourceId: 'service/default/fn' }, unsupported],
    ['an alias that is not there', { ResourceId: 'function:fn:no' }, `${about('function:fn:no')}Cannot find alias arn: ${fnArn}:fn:no`],
    ['a version that is not there', { ResourceId: 'function:fn:9' }, `${about('function:fn:9')}Function not found: ${fnArn}:fn:9`],
    ['$LATEST', { ResourceId: 'function:fn:$LATEST' }, `${about('function:fn:$LATEST')}The function resource provided must be an alias or a published version.`],
    ['bounds that cross', { MinCapacity: 11 }, 'Maximum capacity cannot be less than minimum capacity'],
    ['less than nothing', { MinCapacity: -1 }, 'Minimum capacity cannot be less than 0.'],
    ['one bound alone', { MaxCapacity: undefined }, 'Both MinCapacity and MaxCapacity are required when a new scalable target is registered.'],
    [
      'no resource',
      { ResourceId: '' },
      "1 validation error detected: Value '' at 'resourceId' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('%s', async (_what, input, message) => {
    const scaling = await openScalingRegion();
    expect(await failure(register(scaling, input))).toEqual({ name: 'ValidationException', message });
    expect(scaling.provisioned).toEqual([]);
  });
});

test('what is not registered is not found', async () => {
  const { client } = await openScalingRegion();
  const about = `service namespace: lambda, resource ID: function:fn:live, scalable dimension: ${dimension}`;
  expect(await failure(client.send(new DeregisterScalableTargetCommand(live)))).toEqual({
    name: 'ObjectNotFoundException',
    message: `No scalable target found for ${about}`,
  });
  const action = { ...live, ScheduledActionName: 'a', Schedule: 'rate(1 day)', ScalableTargetAction: { MinCapacity: 1 } };
  expect(await failure(client.send(new PutScheduledActionCommand(action)))).toEqual({
    name: 'ObjectNotFoundException',
    message: `No scalable target registered for ${about}`,
  });
});

test('two changes of a target at once: the second is refused', async () => {
  const scaling = await openScalingRegion();
  await register(scaling);
  const both = await Promise.allSettled([register(scaling, { MaxCapacity: 11 }), register(scaling, { MaxCapacity: 12 })]);
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(refused).toEqual(['ConcurrentUpdateException: You already have a pending update to an Auto Scaling resource.']);
});

test('tags are given, listed and taken away', async () => {
  const scaling = await openScalingRegion();
  const { client } = scaling;
  const { ScalableTargetARN: ResourceARN } = await register(scaling, { Tags: { team: 'a', constructor: 'b' } });
  const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
  expect(await tags()).toEqual({ team: 'a', constructor: 'b' });
  await client.send(new TagResourceCommand({ ResourceARN, Tags: { team: 'c', more: 'd' } }));
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['constructor'] }));
  expect(await tags()).toEqual({ team: 'c', more: 'd' });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
  expect((await failure(client.send(new TagResourceCommand({ ResourceARN, Tags: many })))).name).toBe('TooManyTagsException');
  const other = `arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target/${'0'.repeat(36)}`;
  expect((await failure(client.send(new ListTagsForResourceCommand({ ResourceARN: other })))).name).toBe('ResourceNotFoundException');
});

test('a target goes with its alias, its version, and its function', async () => {
  const scaling = await openScalingRegion();
  const { region } = scaling;
  for (const ResourceId of ['function:fn:live', 'function:fn:1']) await register(scaling, { ResourceId });
  await scaling.pass(0);
  const keys = () => [region.tables.scalableTargets.page(), region.tables.scalingActivities.page()].map((page) => page.map(({ key }) => key));
  expect(keys()).toEqual([
    [functionKey('fn', '1'), functionKey('fn', 'live')],
    [functionKey('fn', '1'), functionKey('fn', 'live')],
  ]);
  await region.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' });
  expect(keys()).toEqual([[functionKey('fn', '1')], [functionKey('fn', '1')]]);
  await region.call('DeleteFunction', { FunctionName: 'fn' });
  expect(keys()).toEqual([[], []]);
});

test('what is no request of its own is left alone, and what it does not serve says so', async () => {
  const { endpoint } = await openScalingRegion();
  const post = async (target: string, body: string) => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const response = await fetch(endpoint, { method: 'POST', headers, body });
    return [response.status, await response.json()];
  };
  expect(await post('Logs_20140328.DescribeLogGroups', '{}')).toEqual([404, {}]);
  expect(await post('AnyScaleFrontendService.GetPredictiveScalingForecast', '{}')).toEqual([
    501,
    { __type: 'NotImplementedException', Message: 'The Local region does not serve GetPredictiveScalingForecast of Application Auto Scaling.' },
  ]);
  expect(await post('AnyScaleFrontendService.DescribeScalableTargets', '{')).toEqual([400, { __type: 'SerializationException', Message: 'The request is not JSON.' }]);
  expect(await post('AnyScaleFrontendService.DescribeScalableTargets', '{"ServiceNamespace":1}')).toEqual([
    400,
    { __type: 'SerializationException', Message: 'ServiceNamespace has a value of another type.' },
  ]);
  expect(await post('AnyScaleFrontendService.DescribeScalableTargets', '{}')).toEqual([
    400,
    {
      __type: 'ValidationException',
      Message: "1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint: Member must not be null",
    },
  ]);
});
