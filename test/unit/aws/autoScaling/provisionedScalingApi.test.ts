import {
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';

import { createProvisionedScalingApi } from '../../../../src/aws/autoScaling/createProvisionedScalingApi.ts';
import type { ProvisionedScalingApi } from '../../../../src/aws/autoScaling/provisionedScalingApi.ts';
import type { Connection } from '../../../../src/aws/connection.ts';
import { ConnectionError } from '../../../../src/aws/connectionError.ts';
import { type Answer, startLambda } from '../../../runner/aws/scriptedLambda.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { live, openScalingRegion, type ScalingRegion } from '../../runner/autoScaling/scalingRegion.ts';

const local = (endpoint: string): Connection => ({ id: 'local', label: 'Local', region: 'eu-west-1', endpoint });
const aws = (endpoint: string): Connection => ({ id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev', endpoint });

async function opened(): Promise<{ readonly scaling: ScalingRegion; readonly api: ProvisionedScalingApi }> {
  const scaling = await openScalingRegion();
  const api = createProvisionedScalingApi(local(scaling.endpoint));
  onTestFinished(() => api.dispose());
  return { scaling, api };
}

const plain = { minimum: 1, maximum: 10, otherPolicies: [], schedules: [], suspended: { scaleIn: false, scaleOut: false, schedules: false } };

describe('over the Local region', () => {
  test('scaling is set, read, set otherwise, and removed', async () => {
    const { scaling, api } = await opened();
    expect(await api.read('fn', 'live')).toBeUndefined();
    await api.set('fn', 'live', { minimum: 1, maximum: 10, targetUtilization: 0.7 });
    const policy = { policyName: 'provisioned-concurrency-utilization', target: 0.7, scaleInDisabled: false };
    expect(await api.read('fn', 'live')).toEqual({ ...plain, tracking: policy });
    await api.set('fn', 'live', { minimum: 2, maximum: 5, targetUtilization: 0.6 });
    expect(await api.read('fn', 'live')).toEqual({ ...plain, minimum: 2, maximum: 5, tracking: { ...policy, target: 0.6 } });
    await api.set('fn', 'live', { minimum: 2, maximum: 5 });
    expect(await api.read('fn', 'live')).toEqual({ ...plain, minimum: 2, maximum: 5 });
    await scaling.pass(0);
    expect((await api.activities('fn', 'live')).map(({ description, status }) => [description, status])).toEqual([
      ['Setting desired concurrency to 2.', 'Successful'],
      ['Setting desired concurrency to 1.', 'Successful'],
    ]);
    expect(await api.activities('fn', 'blue')).toEqual([]);
    await api.remove('fn', 'live');
    await api.remove('fn', 'live');
    expect(await api.read('fn', 'live')).toBeUndefined();
  });

  test('what was configured elsewhere stays as it is, but for the target', async () => {
    const { scaling, api } = await opened();
    const { client } = scaling;
    await client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 1, MaxCapacity: 10, SuspendedState: { DynamicScalingInSuspended: true } }));
    const PredefinedMetricSpecification = { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' } as const;
    const Dimensions = [
      { Name: 'FunctionName', Value: 'fn' },
      { Name: 'Resource', Value: 'fn:live' },
    ];
    const own = { TargetValue: 0.8, PredefinedMetricSpecification, ScaleInCooldown: 120, ScaleOutCooldown: 0, DisableScaleIn: true };
    const CustomizedMetricSpecification = { Namespace: 'AWS/Lambda', MetricName: 'ProvisionedConcurrencyUtilization', Statistic: 'Maximum', Dimensions } as const;
    for (const [PolicyName, TargetTrackingScalingPolicyConfiguration] of [
      ['mine', own],
      ['peaks', { TargetValue: 0.9, CustomizedMetricSpecification }],
    ] as const) {
      await client.send(new PutScalingPolicyCommand({ ...live, PolicyName, PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration }));
    }
    await api.set('fn', 'live', { minimum: 3, maximum: 9, targetUtilization: 0.5 });
    expect(await api.read('fn', 'live')).toEqual({
      ...plain,
      minimum: 3,
      maximum: 9,
      tracking: { policyName: 'mine', target: 0.5, scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 120, scaleInDisabled: true },
      otherPolicies: ['peaks'],
      suspended: { ...plain.suspended, scaleIn: true },
    });
    await api.set('fn', 'live', { minimum: 3, maximum: 9 });
    const { ScalingPolicies } = await client.send(new DescribeScalingPoliciesCommand(live));
    expect(ScalingPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['peaks']);
  });

  test('schedules are added, replaced, read by all their pages, and removed', async () => {
    const { scaling, api } = await opened();
    await api.set('fn', 'live', { minimum: 1, maximum: 10 });
    const morning = {
      name: 'morning',
      expression: 'cron(0 8 ? * MON-FRI *)',
      timeZone: 'Europe/Berlin',
      startTime: Date.UTC(2026, 11, 1),
      endTime: Date.UTC(2027, 0, 1),
      minimum: 5,
    };
    await api.putSchedule('fn', 'live', { name: 'morning', expression: 'rate(1 day)', maximum: 3 });
    await api.putSchedule('fn', 'live', morning);
    expect((await api.read('fn', 'live'))?.schedules).toEqual([morning]);
    for (let index = 0; index < 60; index++) {
      const action = { ...live, ScheduledActionName: `at ${index}`, Schedule: 'at(2030-01-01T00:00:00)', ScalableTargetAction: { MinCapacity: index } };
      await scaling.client.send(new PutScheduledActionCommand(action));
    }
    expect((await api.read('fn', 'live'))?.schedules).toHaveLength(61);
    await api.removeSchedule('fn', 'live', 'morning');
    await api.removeSchedule('fn', 'live', 'morning');
    expect((await api.read('fn', 'live'))?.schedules).toHaveLength(60);
  });
});

async function failure(call: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await call.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConnectionError) return error;
  throw error;
}

/** What may be tried again is, without pauses. */
const atOnce = { random: () => 0 };

describe('failures', () => {
  const environment = { ...process.env };

  afterEach(() => {
    process.env = environment;
  });

  async function failed(answer: Answer, connection = local): Promise<ConnectionError> {
    await using service = await startLambda(() => answer);
    // Profiles of this machine play no part.
    process.env = { ...environment, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_CONFIG_FILE: '/none', AWS_SHARED_CREDENTIALS_FILE: '/none' };
    const api = createProvisionedScalingApi(connection(service.endpoint), atOnce);
    const error = await failure(api.set('fn', 'live', { minimum: 1, maximum: 2 }));
    api.dispose();
    return error;
  }

  const thrown = (__type: string, Message: string, status = 400): Answer => ({ status, body: { __type, Message } });

  test.each<readonly [string, Answer, object]>([
    ['no target', thrown('ObjectNotFoundException', 'No scalable target.'), { code: 'notFound', message: 'No scalable target.' }],
    ['invalid', thrown('ValidationException', 'Unsupported.'), { code: 'invalid', message: 'Unsupported.' }],
    ['too many', thrown('LimitExceededException', 'Too many.'), { code: 'invalid', message: 'Too many.' }],
    ['not served', thrown('NotImplementedException', 'No.', 501), { code: 'notServed' }],
  ])('%s', async (_what, answer, expected) => {
    const error = await failed(answer);
    expect({ code: error.code, message: error.message }).toMatchObject(expected);
    expect(error.details).toMatchObject({ operation: 'RegisterScalableTarget', region: 'eu-west-1' });
  });

  test('no region there', async () => {
    const service = await startLambda(() => 'none');
    await service[Symbol.asyncDispose]();
    const error = await failure(createProvisionedScalingApi(local(service.endpoint), atOnce).read('fn', 'live'));
    expect(error.code).toBe('network');
    expect(error.message).toBe(`The Local region at ${service.endpoint} cannot be reached (ECONNREFUSED).`);
  });

  test('another update that is under way is waited for, a few times', async () => {
    const clock = new ManualClock();
    let busy = 2;
    await using service = await startLambda(() => (busy-- > 0 ? thrown('ConcurrentUpdateException', 'Pending.') : { body: {} }));
    const api = createProvisionedScalingApi(local(service.endpoint), { clock, random: () => 0.5 });
    const set = api.set('fn', 'live', { minimum: 1, maximum: 2 });
    for (const ms of [100, 200]) {
      await eventually(async () => clock.pending > 0 || undefined);
      clock.advance(ms);
    }
    await set;
    expect(service.received.map(({ headers }) => headers['x-amz-target'])).toEqual([
      ...Array<string>(3).fill('AnyScaleFrontendService.RegisterScalableTarget'),
      'AnyScaleFrontendService.DescribeScalingPolicies',
    ]);
    expect(service.received[0]?.headers['user-agent']).toContain('lambda-workbench/0');
    api.dispose();
  });

  test('what a profile may not do is named by its action', async () => {
    const error = await failed(thrown('AccessDeniedException', 'Not you.'), (endpoint) => ({ ...aws(endpoint), profile: 'default' }));
    expect(error.code).toBe('accessDenied');
    expect(error.details.action).toBe('application-autoscaling:RegisterScalableTarget');
    expect(error.message).toBe('Profile default may not application-autoscaling:RegisterScalableTarget in eu-west-1: ask whoever manages the account for it. Not you.');
  });

  test('a call that is cancelled', async () => {
    await using service = await startLambda(() => 'none');
    const stop = new AbortController();
    const api = createProvisionedScalingApi(local(service.endpoint));
    const read = failure(api.read('fn', 'live', stop.signal));
    await eventually(async () => service.received.length > 0 || undefined);
    stop.abort();
    expect((await read).code).toBe('cancelled');
    api.dispose();
  });

  test('loads nothing before the first call', () => {
    const load = () => Promise.reject(new Error('loaded'));
    createProvisionedScalingApi(local('http://127.0.0.1:1'), { load }).dispose();
  });
});
