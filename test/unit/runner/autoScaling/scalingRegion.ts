import { once } from 'node:events';
import { createServer } from 'node:http';

import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { onTestFinished } from 'vitest';

import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { createAutoScaling } from '../../../../src/runner/autoScaling/createAutoScaling.ts';
import type { CapacityState, UtilizationPoint } from '../../../../src/runner/autoScaling/provisionedCapacity.ts';
import { functionKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { portOf } from '../../../shared/portOf.ts';
import { identity, openRegion, type TestRegion } from '../resources/testRegion.ts';

export const lambda = 'lambda' as const;
export const dimension = 'lambda:function:ProvisionedConcurrency' as const;
export const live = { ServiceNamespace: lambda, ScalableDimension: dimension, ResourceId: 'function:fn:live' };

/** 2026-11-21T19:44:00Z, a Saturday. */
export const start = Date.UTC(2026, 10, 21, 19, 44);

export interface ScalingRegion {
  readonly region: TestRegion;
  readonly endpoint: string;
  readonly client: ApplicationAutoScalingClient;
  readonly clock: ManualClock;
  /** What was asked for, in order: `fn:live=5`. */
  readonly provisioned: readonly string[];
  /** By `name:qualifier`. */
  readonly state: Map<string, CapacityState>;
  /** What is measured from now on; undefined: nothing was invoked. */
  utilization: UtilizationPoint | undefined;
  /** Where set, what is asked for is refused with it, or is left in progress. */
  mood: 'ready' | 'inProgress' | LambdaError;
  /** Moves on by minutes, one after the other. */
  minutes(count: number): Promise<void>;
  /** Moves on, and waits for what that brings about. */
  pass(ms: number): Promise<void>;
  /** Ends it, so that another can be opened on its folder. */
  stop(): Promise<void>;
}

/** A region with a function `fn`, its version 1 and its alias `live`, and Application Auto Scaling served over HTTP. */
export async function openScalingRegion(options: { readonly folder?: string; readonly minuteMs?: number } = {}): Promise<ScalingRegion> {
  const region = await openRegion(options.folder === undefined ? {} : { folder: options.folder });
  if (options.folder === undefined) {
    await region.create('fn', { Publish: true });
    const alias = { description: '', revisionId: 'r', functionVersion: '1' };
    await commit(region.store, [
      region.tables.aliases.putting(functionKey('fn', 'live'), alias),
      region.tables.aliases.putting(functionKey('fn', 'blue'), alias),
    ]);
  }
  const clock = new ManualClock(start);
  const provisioned: string[] = [];
  const state = new Map<string, CapacityState>();
  const scaling = createAutoScaling({
    identity,
    store: region.store,
    tables: region.tables,
    functions: region.functions,
    capacity: {
      of: (name, qualifier) => state.get(`${name}:${qualifier}`),
      async provision(name, qualifier, count) {
        provisioned.push(`${name}:${qualifier}=${count}`);
        if (self.mood instanceof LambdaError) throw self.mood;
        const before = state.get(`${name}:${qualifier}`)?.available ?? 0;
        const ready = self.mood === 'ready';
        if (count === 0) state.delete(`${name}:${qualifier}`);
        else state.set(`${name}:${qualifier}`, { requested: count, available: ready ? count : before, status: ready ? 'READY' : 'IN_PROGRESS' });
      },
    },
    utilization: { between: () => self.utilization },
    minuteMs: () => options.minuteMs ?? 60_000,
    clock,
    logger: { debug() {}, info() {}, warn() {}, error: (message) => errors.push(message) },
    uuid: () => crypto.randomUUID(),
    requestIds: () => crypto.randomUUID(),
  });
  const errors: string[] = [];
  const server = createServer((request, response) => {
    if (scaling.api(request, response)) return;
    response.statusCode = 404;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const client = new ApplicationAutoScalingClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    client.destroy();
    server.closeAllConnections();
    server.close();
    scaling.dispose();
    await scaling.idle();
    await region.stop();
    if (errors.length > 0) throw new Error(errors.join('\n'));
  };
  onTestFinished(stop);
  const pass = async (ms: number): Promise<void> => {
    await scaling.idle();
    clock.advance(ms);
    await scaling.idle();
  };
  const self: ScalingRegion = {
    region,
    endpoint,
    client,
    clock,
    provisioned,
    state,
    utilization: undefined,
    mood: 'ready',
    pass,
    async minutes(count) {
      for (let index = 0; index < count; index++) await pass(options.minuteMs ?? 60_000);
    },
    stop,
  };
  await scaling.idle();
  return self;
}

/** The error that a call fails with, as its client sees it. */
export async function failure(call: Promise<unknown>): Promise<{ readonly name: string; readonly message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('it did not fail');
  return { name: error.name, message: error.message };
}
