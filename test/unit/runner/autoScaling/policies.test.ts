import {
  type CustomizedMetricSpecification,
  DeleteScalingPolicyCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, test } from 'vitest';

import { failure, lambda, live, openScalingRegion, type ScalingRegion } from './scalingRegion.ts';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const tracking = {
  TargetValue: 0.7,
  PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
} as const;
const maximum: CustomizedMetricSpecification = {
  Namespace: 'AWS/Lambda',
  MetricName: 'ProvisionedConcurrencyUtilization',
  Dimensions: [
    { Name: 'FunctionName', Value: 'fn' },
    { Name: 'Resource', Value: 'fn:live' },
  ],
  Statistic: 'Maximum',
};

async function withTarget(): Promise<ScalingRegion> {
  const scaling = await openScalingRegion();
  await scaling.client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 1, MaxCapacity: 10 }));
  return scaling;
}

function put({ client }: ScalingRegion, more: Partial<PutScalingPolicyCommandInput> = {}) {
  const input = { ...live, PolicyName: 'seventy', PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: tracking } as const;
  return client.send(new PutScalingPolicyCommand({ ...input, ...more }));
}

const names = async ({ client }: ScalingRegion) =>
  (await client.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: lambda }))).ScalingPolicies?.map(({ PolicyName }) => PolicyName);

test('a policy is put with two alarms, described, changed and deleted', async () => {
  const scaling = await withTarget();
  const { client } = scaling;
  const { PolicyARN, Alarms } = await put(scaling);
  expect(PolicyARN).toMatch(
    new RegExp(`^arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:${uuid}:resource/lambda/function:fn:live:policyName/seventy$`),
  );
  expect(Alarms?.map(({ AlarmName }) => AlarmName)).toEqual([
    expect.stringMatching(new RegExp(`^TargetTracking-function:fn:live-AlarmHigh-${uuid}$`)),
    expect.stringMatching(new RegExp(`^TargetTracking-function:fn:live-AlarmLow-${uuid}$`)),
  ]);
  expect(Alarms?.[0]?.AlarmARN).toBe(`arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${Alarms?.[0]?.AlarmName}`);
  const policy = {
    ...live,
    PolicyARN,
    PolicyName: 'seventy',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: tracking,
    Alarms,
    CreationTime: new Date('2026-11-21T19:44:00Z'),
  };
  const described = async () => (await client.send(new DescribeScalingPoliciesCommand(live))).ScalingPolicies;
  expect(await described()).toEqual([policy]);

  const changed = { ...tracking, TargetValue: 0.5, ScaleInCooldown: 60, ScaleOutCooldown: 0, DisableScaleIn: true };
  const again = await put(scaling, { TargetTrackingScalingPolicyConfiguration: changed });
  // One that may not scale in has no alarm for it.
  expect(again).toMatchObject({ PolicyARN, Alarms: Alarms?.slice(0, 1) });
  expect(await described()).toEqual([{ ...policy, TargetTrackingScalingPolicyConfiguration: changed, Alarms: Alarms?.slice(0, 1) }]);

  await client.send(new DeleteScalingPolicyCommand({ ...live, PolicyName: 'seventy' }));
  expect(await described()).toEqual([]);
  expect(await failure(client.send(new DeleteScalingPolicyCommand({ ...live, PolicyName: 'seventy' })))).toEqual({
    name: 'ObjectNotFoundException',
    message:
      'No scaling policy found for service namespace: lambda, resource ID: function:fn:live, scalable dimension: lambda:function:ProvisionedConcurrency, policy name: seventy',
  });
});

test('of a metric there is one policy; its maximum is another metric than its average', async () => {
  const scaling = await withTarget();
  await put(scaling);
  expect(await failure(put(scaling, { PolicyName: 'other' }))).toEqual({
    name: 'ValidationException',
    message: 'Only one TargetTrackingScaling policy for a given metric specification is allowed.',
  });
  await put(scaling, { PolicyName: 'maximum', TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.9, CustomizedMetricSpecification: maximum } });
  expect(await names(scaling)).toEqual(['maximum', 'seventy']);
});

describe('what cannot be tracked is refused', () => {
  const policyOf = (configuration: object) => ({ TargetTrackingScalingPolicyConfiguration: { ...tracking, ...configuration } });

  test.each<readonly [string, Partial<PutScalingPolicyCommandInput>, RegExp]>([
    ['steps', { PolicyType: 'StepScaling' }, /^The policy type StepScaling is not supported for the service namespace lambda/],
    ['predictions', { PolicyType: 'PredictiveScaling' }, /^The policy type PredictiveScaling is not supported/],
    ['no type', { PolicyType: undefined }, /^PolicyType is required/],
    ['no configuration', { TargetTrackingScalingPolicyConfiguration: undefined }, /needs a TargetTrackingScalingPolicyConfiguration/],
    ['no target', policyOf({ TargetValue: 0 }), /^TargetValue must be greater than 0/],
    ['a negative cooldown', policyOf({ ScaleInCooldown: -1 }), /^Cooldowns cannot be less than 0/],
    ['two metrics', policyOf({ CustomizedMetricSpecification: maximum }), /^Specify either/],
    ['no metric', policyOf({ PredefinedMetricSpecification: undefined }), /^Specify either/],
    ['a metric of others', policyOf({ PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } }), /is not one of Lambda/],
    [
      'a metric that is not kept',
      policyOf({ PredefinedMetricSpecification: undefined, CustomizedMetricSpecification: { ...maximum, MetricName: 'Errors' } }),
      /and no other customized metric\.$/,
    ],
    [
      'the metric of another alias',
      policyOf({
        PredefinedMetricSpecification: undefined,
        CustomizedMetricSpecification: { ...maximum, Dimensions: [{ Name: 'FunctionName', Value: 'fn' }, { Name: 'Resource', Value: 'fn:blue' }] },
      }),
      /and no other customized metric\.$/,
    ],
    ['a name of control characters', { PolicyName: '\u0007' }, /^1 validation error detected: .* at 'policyName' failed to satisfy constraint/],
  ])('%s', async (_what, input, message) => {
    const scaling = await withTarget();
    expect(await failure(put(scaling, input))).toEqual({ name: 'ValidationException', message: expect.stringMatching(message) });
    expect(await names(scaling)).toEqual([]);
  });
});
