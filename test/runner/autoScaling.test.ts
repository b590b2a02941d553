import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { onTestFinished, test as plainTest, expect } from 'vitest';

import { createProvisionedScalingApi } from '../../src/aws/autoScaling/createProvisionedScalingApi.ts';
import { type Deployed, deployment } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';

const test = (name: string, run: () => Promise<void>): void => plainTest(name, { timeout: 60_000 }, run);
const lambda = 'lambda' as const;
const live = { ServiceNamespace: lambda, ScalableDimension: 'lambda:function:ProvisionedConcurrency', ResourceId: 'function:f:live' } as const;
const waits = 'export const handler = async ({ ms }) => { await new Promise((resolve) => setTimeout(resolve, ms)); };';

interface Scaled extends Deployed {
  readonly scaling: ApplicationAutoScalingClient;
  /** How many environments are asked for and ready; undefined while they are in progress, or none are asked for. */
  readonly ready: () => Promise<number | undefined>;
}

/** A region with `f`, its version 1, and the alias `live` of that. */
async function deployed(): Promise<Scaled> {
  const found = await deployment();
  const { client, region, create } = found;
  await create(waits);
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
  const ready = async (): Promise<number | undefined> => {
    const config = await client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'f', Qualifier: 'live' })).catch(() => undefined);
    return config?.Status === 'READY' ? config.RequestedProvisionedConcurrentExecutions : undefined;
  };
  return { ...found, scaling: scalingClient(region), ready };
}

function scalingClient({ endpoint }: RunningRegion): ApplicationAutoScalingClient {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new ApplicationAutoScalingClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

/** Keeps so many callers at it, one invocation after the other, until disposed. */
function load({ client }: Deployed, callers: number, ms: number): AsyncDisposable {
  const over = new AbortController();
  const command = () => new InvokeCommand({ FunctionName: 'f', Qualifier: 'live', Payload: Buffer.from(JSON.stringify({ ms })) });
  const running = Array.from({ length: callers }, async () => {
    while (!over.signal.aborted) await client.send(command());
  });
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(running);
    },
  };
}

const register = (MinCapacity: number, MaxCapacity: number) => new RegisterScalableTargetCommand({ ...live, MinCapacity, MaxCapacity });

/** Of what succeeded, the latest first. */
async function causes(scaling: ApplicationAutoScalingClient): Promise<readonly string[]> {
  const { ScalingActivities = [] } = await scaling.send(new DescribeScalingActivitiesCommand(live));
  return ScalingActivities.flatMap(({ Cause = '', StatusCode }) => (StatusCode === 'Successful' ? [Cause] : []));
}

test('utilization is tracked: environments come with load, and go with little of it', async () => {
  const scaled = await deployed();
  const { scaling, ready } = scaled;
  await scaling.send(register(1, 3));
  await eventually(async () => (await ready()) === 1 || undefined);
  const PredefinedMetricSpecification = { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' } as const;
  await scaling.send(
    new PutScalingPolicyCommand({
      ...live,
      PolicyName: 'seventy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.7, PredefinedMetricSpecification },
    }),
  );
  {
    await using _busy = load(scaled, 3, 20);
    await eventually(async () => (await ready()) === 3 || undefined, 30_000);
  }
  const high = /-AlarmHigh-.* in state ALARM triggered policy seventy$/;
  await eventually(async () => (await causes(scaling)).some((cause) => high.test(cause)) || undefined);
  {
    await using _quiet = load(scaled, 1, 20);
    await eventually(async () => (await ready()) === 2 || undefined, 30_000);
  }
  const low = /-AlarmLow-.* in state ALARM triggered policy seventy$/;
  await eventually(async () => (await causes(scaling)).some((cause) => low.test(cause)) || undefined);
});

test('a scheduled action sets the bounds at its time', async () => {
  const { scaling, ready } = await deployed();
  await scaling.send(register(0, 3));
  const soon = new Date(Date.now() + 3000).toISOString().slice(0, 19);
  const action = { ...live, ScheduledActionName: 'soon', Schedule: `at(${soon})`, ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 2 } };
  await scaling.send(new PutScheduledActionCommand(action));
  await eventually(async () => (await ready()) === 2 || undefined, 30_000);
  const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: lambda }));
  expect(ScalableTargets).toMatchObject([{ MinCapacity: 2, MaxCapacity: 2 }]);
  const both = await eventually(async () => ((await causes(scaling)).length === 2 ? causes(scaling) : undefined));
  expect(both).toEqual(['minimum capacity was set to 2', 'scheduled action name soon was triggered']);
});

test('what Lambda refuses is an activity that failed, with its reason', async () => {
  const { scaling, client, ready } = await deployed();
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 1 }));
  await scaling.send(register(2, 3));
  const [activity] = await eventually(async () => {
    const { ScalingActivities = [] } = await scaling.send(new DescribeScalingActivitiesCommand(live));
    return ScalingActivities.length > 0 ? ScalingActivities : undefined;
  });
  expect(activity).toMatchObject({
    StatusCode: 'Failed',
    StatusMessage:
      'Failed to set desired concurrency to 2. Reason: Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
  });
  expect(await ready()).toBeUndefined();
});

test('it is set and removed as the extension does, lasts over a crash, and goes with the alias', async () => {
  const { region, client, ready } = await deployed();
  const connect = ({ endpoint }: RunningRegion) => {
    const api = createProvisionedScalingApi({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });
    onTestFinished(() => api.dispose());
    return api;
  };
  const api = connect(region);
  await api.set('f', 'live', { minimum: 1, maximum: 4, targetUtilization: 0.6 });
  await api.putSchedule('f', 'live', { name: 'nightly', expression: 'cron(0 22 * * ? *)', timeZone: 'Europe/Berlin', minimum: 0 });
  await eventually(async () => (await ready()) === 1 || undefined);
  const expected = { minimum: 1, maximum: 4, tracking: { target: 0.6 }, schedules: [{ name: 'nightly', minimum: 0 }] };
  expect(await api.read('f', 'live')).toMatchObject(expected);
  await client.send(new DeleteAliasCommand({ FunctionName: 'f', Name: 'live' }));
  expect(await api.read('f', 'live')).toBeUndefined();
  await api.set('f', '1', { minimum: 2, maximum: 4 });
  await region.stop('SIGKILL');

  await using again = await openRegion({ dataFolder: region.dataFolder });
  const after = connect(again);
  expect(await after.read('f', '1')).toMatchObject({ minimum: 2, maximum: 4 });
  await after.remove('f', '1');
  expect(await after.read('f', '1')).toBeUndefined();
});
