import { DescribeScalableTargetsCommand, ListTagsForResourceCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { live, openScalingRegion, type ScalingRegion } from './scalingRegion.ts';

const Told = v.object({ __type: v.optional(v.string(), ''), Message: v.optional(v.string(), '') });

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** A request of which the body is any text. */
async function send({ endpoint }: ScalingRegion, operation: string, body: string): Promise<Answer> {
  const headers = { 'x-amz-target': `AnyScaleFrontendService.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  const { __type: type, Message: message } = v.parse(Told, await response.json());
  return { status: response.status, type, message };
}

const members = JSON.stringify(live).slice(1, -1);
const policy = (configuration: string) =>
  `{${members},"PolicyName":"p","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{${configuration}}}`;
const predefined = '"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}';
const action = (more: string) => `{${members},"ScheduledActionName":"a","Schedule":"rate(1 day)",${more}}`;
const bounds = '"ScalableTargetAction":{"MinCapacity":1}';
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

async function registered(): Promise<ScalingRegion> {
  const scaling = await openScalingRegion();
  await scaling.client.send(new RegisterScalableTargetCommand({ ...live, MinCapacity: 0, MaxCapacity: 20 }));
  return scaling;
}

describe('what is no request of this service', () => {
  test.each([
    ['no JSON', 'RegisterScalableTarget', '{', 'SerializationException'],
    ['no object', 'RegisterScalableTarget', '[]', 'SerializationException'],
    ['nothing but null', 'RegisterScalableTarget', 'null', 'SerializationException'],
    ['a name that is a number', 'RegisterScalableTarget', `{${members},"ResourceId":7}`, 'SerializationException'],
    ['a capacity of more than 32 bits', 'RegisterScalableTarget', `{${members},"MinCapacity":0,"MaxCapacity":1e300}`, 'SerializationException'],
    ['a capacity with a fraction', 'RegisterScalableTarget', `{${members},"MinCapacity":0.5,"MaxCapacity":1}`, 'SerializationException'],
    ['a target that is infinite', 'PutScalingPolicy', policy(`${predefined},"TargetValue":1e999`), 'SerializationException'],
    ['a cooldown with a fraction', 'PutScalingPolicy', policy(`${predefined},"TargetValue":0.7,"ScaleInCooldown":0.5`), 'SerializationException'],
    ['a cooldown that is infinite', 'PutScalingPolicy', policy(`${predefined},"TargetValue":0.7,"ScaleInCooldown":1e999`), 'SerializationException'],
    [
      'null in a list of dimensions',
      'PutScalingPolicy',
      policy('"TargetValue":0.7,"CustomizedMetricSpecification":{"Dimensions":[null]}'),
      'ValidationException',
    ],
    ['a time that no date holds', 'PutScheduledAction', action(`${bounds},"StartTime":1e306`), 'SerializationException'],
    ['another time that no date holds', 'PutScheduledAction', action(`${bounds},"EndTime":9e12`), 'SerializationException'],
    ['objects within objects', 'PutScheduledAction', nested(50_000), 'ValidationException'],
    ['objects within a member', 'RegisterScalableTarget', `{${members},"MinCapacity":${nested(50_000)}}`, 'SerializationException'],
    ['an operation that is none', 'constructor', '{}', 'NotImplementedException'],
    ['more than a request may be', 'RegisterScalableTarget', `{"a":"${'x'.repeat(600_000)}"}`, 'RequestEntityTooLargeException'],
  ])('%s', async (_title, operation, body, type) => {
    const scaling = await registered();
    const answer = await send(scaling, operation, body);
    expect(answer).toMatchObject({ type });
    expect(answer.message).not.toMatch(/^0 validation|undefined/);
    expect(scaling.provisioned).toEqual([]);
  });

  test('keeps nothing that cannot be read again', async () => {
    const scaling = await registered();
    for (const body of [policy(`${predefined},"TargetValue":1e308`), action(`${bounds},"StartTime":8e12`)]) {
      expect(await send(scaling, body.includes('PolicyName') ? 'PutScalingPolicy' : 'PutScheduledAction', body)).toMatchObject({ status: 200 });
    }
    await scaling.stop();
    const again = await openScalingRegion({ folder: scaling.region.folder });
    const { ScalableTargets } = await again.client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' }));
    expect(ScalableTargets).toMatchObject([{ ResourceId: live.ResourceId }]);
  });

  test('has tags of any name', async () => {
    const scaling = await registered();
    const { ScalableTargets = [] } = await scaling.client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' }));
    const ResourceARN = ScalableTargets[0]?.ScalableTargetARN ?? '';
    const body = `{"ResourceARN":"${ResourceARN}","Tags":{"__proto__":"a","constructor":"b","toString":"c"}}`;
    expect(await send(scaling, 'TagResource', body)).toMatchObject({ status: 200 });
    const { Tags = {} } = await scaling.client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Object.keys(Tags).sort()).toEqual(expect.arrayContaining(['constructor', 'toString']));
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });
});

describe('thousands of targets', () => {
  test('are looked at together: none is served again for each that is registered', async () => {
    const scaling = await openScalingRegion();
    const { region, client } = scaling;
    const alias = { description: '', revisionId: 'r', functionVersion: '1' };
    const names = Array.from({ length: 200 }, (_, index) => `a${index}`);
    await commit(
      region.store,
      names.map((name) => region.tables.aliases.putting(functionKey('fn', name), alias)),
    );
    const register = (name = 'a0') =>
      client.send(new RegisterScalableTargetCommand({ ...live, ResourceId: `function:fn:${name}`, MinCapacity: 1, MaxCapacity: 2 }));
    for (const name of names) await register(name);
    await scaling.pass(0);
    expect([...scaling.provisioned].sort()).toEqual(names.map((name) => `fn:${name}=1`).sort());
    const read = vi.spyOn(region.tables.scalableTargets, 'get');
    for (let count = 0; count < 10; count += 1) {
      await register();
      await scaling.pass(0);
    }
    // Some for each, not two hundred.
    expect(read.mock.calls.length).toBeLessThan(10 * 20);
  });
});
