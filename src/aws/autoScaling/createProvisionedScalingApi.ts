import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { Connection } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import type { AskMfaCode } from '../credentials.ts';
import { ServiceCaller } from '../service/serviceCaller.ts';
import type { ProvisionedScalingApi } from './provisionedScalingApi.ts';
import { autoScalingService } from './autoScalingService.ts';
import { provisionedScaling, scaledTarget, scalingActivity, scheduleInput, tracksUtilization, utilizationMetric } from './scalingShapes.ts';

export interface ProvisionedScalingDependencies {
  readonly clock?: Clock;
  /** From 0 to 1, 1 not included: how long pauses between attempts are. */
  readonly random?: () => number;
  /** Loads the SDK, when it is first needed. */
  readonly load?: () => Promise<typeof Sdk>;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

/** Of a policy that is made here. */
const policyName = 'provisioned-concurrency-utilization';

type Target = ReturnType<typeof scaledTarget>;

/** Loads nothing and resolves no credentials before the first call. The Local region serves it at the endpoint of its Lambda API. */
export function createProvisionedScalingApi(
  connection: Connection,
  dependencies: ProvisionedScalingDependencies = {},
): ProvisionedScalingApi {
  const { clock = systemClock, random = Math.random, load, askMfaCode, productVersion = '0' } = dependencies;
  const service = { ...autoScalingService, ...(load !== undefined && { load }) };
  const caller = new ServiceCaller(connection, service, { clock, random, productVersion, ...(askMfaCode !== undefined && { askMfaCode }) });

  const policiesOf = (target: Target, signal: AbortSignal | undefined): Promise<readonly Sdk.ScalingPolicy[]> =>
    all((NextToken) =>
      caller.call('DescribeScalingPolicies', 'repeat', signal, async ({ sdk, client, options }) => {
        const command = new sdk.DescribeScalingPoliciesCommand({ ...target, NextToken });
        const { ScalingPolicies, NextToken: next } = await client.send(command, options);
        return { items: ScalingPolicies, next };
      }),
    );

  const actionsOf = (target: Target, signal: AbortSignal | undefined): Promise<readonly Sdk.ScheduledAction[]> =>
    all((NextToken) =>
      caller.call('DescribeScheduledActions', 'repeat', signal, async ({ sdk, client, options }) => {
        const command = new sdk.DescribeScheduledActionsCommand({ ...target, NextToken });
        const { ScheduledActions, NextToken: next } = await client.send(command, options);
        return { items: ScheduledActions, next };
      }),
    );

  const track = (target: Target, before: Sdk.ScalingPolicy | undefined, TargetValue: number, signal?: AbortSignal): Promise<void> =>
    caller.call('PutScalingPolicy', 'repeat', signal, async ({ sdk, client, options }) => {
      const metric = { PredefinedMetricSpecification: { PredefinedMetricType: utilizationMetric } } as const;
      const configuration = before?.TargetTrackingScalingPolicyConfiguration ?? metric;
      const command = new sdk.PutScalingPolicyCommand({
        ...target,
        PolicyName: before?.PolicyName ?? policyName,
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: { ...configuration, TargetValue },
      });
      await client.send(command, options);
    });

  const untrack = (target: Target, PolicyName: string | undefined, signal: AbortSignal | undefined): Promise<void> =>
    unlessGone(() =>
      caller.call('DeleteScalingPolicy', 'repeat', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.DeleteScalingPolicyCommand({ ...target, PolicyName }), options);
      }),
    );

  return {
    async read(functionName, qualifier, signal) {
      const target = scaledTarget(functionName, qualifier);
      const { ResourceId, ...service } = target;
      const [found] = await caller.call('DescribeScalableTargets', 'repeat', signal, async ({ sdk, client, options }) => {
        const command = new sdk.DescribeScalableTargetsCommand({ ...service, ResourceIds: [ResourceId] });
        const { ScalableTargets = [] } = await client.send(command, options);
        return ScalableTargets;
      });
      if (found === undefined) return undefined;
      const [policies, actions] = await Promise.all([policiesOf(target, signal), actionsOf(target, signal)]);
      return provisionedScaling(found, policies, actions);
    },

    activities: (functionName, qualifier, signal) =>
      caller.call('DescribeScalingActivities', 'repeat', signal, async ({ sdk, client, options }) => {
        const command = new sdk.DescribeScalingActivitiesCommand(scaledTarget(functionName, qualifier));
        const { ScalingActivities = [] } = await client.send(command, options);
        return ScalingActivities.map(scalingActivity);
      }),

    async set(functionName, qualifier, { minimum, maximum, targetUtilization }, signal) {
      const target = scaledTarget(functionName, qualifier);
      await caller.call('RegisterScalableTarget', 'repeat', signal, async ({ sdk, client, options }) => {
        await client.send(new sdk.RegisterScalableTargetCommand({ ...target, MinCapacity: minimum, MaxCapacity: maximum }), options);
      });
      const before = (await policiesOf(target, signal)).find(tracksUtilization);
      if (targetUtilization !== undefined) await track(target, before, targetUtilization, signal);
      else if (before !== undefined) await untrack(target, before.PolicyName, signal);
    },

    putSchedule: (functionName, qualifier, schedule, signal) =>
      caller.call('PutScheduledAction', 'repeat', signal, async ({ sdk, client, options }) => {
        const input = { ...scaledTarget(functionName, qualifier), ...scheduleInput(schedule) };
        await client.send(new sdk.PutScheduledActionCommand(input), options);
      }),

    removeSchedule: (functionName, qualifier, name, signal) =>
      unlessGone(() =>
        caller.call('DeleteScheduledAction', 'repeat', signal, async ({ sdk, client, options }) => {
          const input = { ...scaledTarget(functionName, qualifier), ScheduledActionName: name };
          await client.send(new sdk.DeleteScheduledActionCommand(input), options);
        }),
      ),

    remove: (functionName, qualifier, signal) =>
      unlessGone(() =>
        caller.call('DeregisterScalableTarget', 'repeat', signal, async ({ sdk, client, options }) => {
          await client.send(new sdk.DeregisterScalableTargetCommand(scaledTarget(functionName, qualifier)), options);
        }),
      ),

    dispose: () => caller.dispose(),
  };
}

/** All pages of a list. */
async function all<T>(
  page: (token: string | undefined) => Promise<{ readonly items: readonly T[] | undefined; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await page(token);
    found.push(...items);
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return found;
}

/** What is not there is as good as removed: so is what a call that was sent again removed before. */
async function unlessGone(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof ConnectionError && error.code === 'notFound')) throw error;
  }
}
