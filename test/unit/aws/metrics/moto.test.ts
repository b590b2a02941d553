import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudWatchMetrics } from '../../../../src/aws/metrics/cloudWatchMetrics.ts';
import { createMetricsApi } from '../../../../src/aws/metrics/createMetricsApi.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { type Moto, startMoto } from '../../../shared/moto.ts';
import { motoInstallTimeoutMs } from '../../../shared/moto/motoEnvironment.ts';
import { needs, versionOf } from '../../../shared/toolchain.ts';
import { connection, ownProfile } from './profile.ts';

needs('python3');
const profile = ownProfile();
const minute = 60_000;
/** moto forgets nothing, and takes any time. */
const begin = Math.floor(Date.now() / minute) * minute - 10 * minute;
const at = (minutes: number, seconds = 0) => begin + minutes * minute + seconds * 1000;

let moto: Moto | undefined;
beforeAll(async () => {
  // Without Python the tests say so themselves.
  if (versionOf('python3') === undefined) return;
  moto = await startMoto();
  await seed(moto.endpoint);
}, motoInstallTimeoutMs);
afterAll(() => moto?.[Symbol.asyncDispose]());

/** Values of a metric of AWS/Lambda, by the moment. */
function data(metric: string, dimensions: Readonly<Record<string, string>>, values: readonly (readonly [number, number])[]): MetricDatum[] {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return values.map(([time, Value]) => ({ MetricName: metric, Dimensions, Timestamp: new Date(time), Value }));
}

async function seed(endpoint: string): Promise<void> {
  const orders = { FunctionName: 'orders' };
  const alias = { FunctionName: 'orders', Resource: 'orders:live' };
  const client = new CloudWatchClient({ endpoint, region: connection.region, credentials: { accessKeyId: 'k', secretAccessKey: 's' } });
  const MetricData = [
    ...data('Invocations', orders, [[at(0), 100], [at(0, 30), 20], [at(3, 59), 7]]),
    ...data('Throttles', orders, [[at(0), 5], [at(1), 2]]),
    ...data('ConcurrentExecutions', orders, [[at(0), 3], [at(0, 30), 9], [at(3), 4]]),
    ...data('ConcurrentExecutions', alias, [[at(0), 2]]),
    ...data('ProvisionedConcurrencyUtilization', alias, [[at(0), 0.25], [at(0, 10), 0.5]]),
    ...data('Duration', orders, [[at(0), 10], [at(0, 1), 30], [at(1), 7]]),
    ...data('AsyncEventAge', orders, [[at(3), 1500]]),
    ...data('IteratorAge', orders, [[at(3), 4000]]),
    ...data('ClaimedAccountConcurrency', {}, [[at(3), 321]]),
    ...Array.from({ length: 120 }, (_, index) => data('Invocations', { FunctionName: `f${index}` }, [[at(2), index]])).flat(),
  ];
  await client.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData }));
  client.destroy();
}

async function reading<T>(use: (metrics: CloudWatchMetrics) => Promise<T>): Promise<T> {
  if (moto !== undefined) profile.use(moto.endpoint);
  const metrics = new CloudWatchMetrics(connection, createMetricsApi(connection), new ManualClock(at(4, 30)));
  try {
    return await use(metrics);
  } finally {
    metrics.dispose();
  }
}

const window = { from: at(0, 20), to: at(4, 30), periodMs: 1000 };

describe('what CloudWatch keeps', { timeout: 20_000 }, () => {
  it('is read by minute, gaps as gaps', async () => {
    const series = await reading((metrics) => metrics.read({ functionName: 'orders', ...window }));
    expect(series).toEqual({
      source: 'aws',
      functionName: 'orders',
      periodMs: minute,
      at: [at(0), at(1), at(2), at(3)],
      columns: {
        arrivals: [125, 2, null, 7],
        invocations: [120, null, null, 7],
        throttles: [5, 2, null, null],
        concurrency: [9, null, null, 4],
        claimedConcurrency: [null, null, null, 321],
        p50: [10, 7, null, null],
        p90: [30, 7, null, null],
        p99: [30, 7, null, null],
        averageDuration: [20, 7, null, null],
        maxDuration: [30, 7, null, null],
        queueAge: [null, null, null, 4],
      },
      annotations: [],
    });
  });

  it('is read of a version or alias', async () => {
    const { columns } = await reading((metrics) => metrics.read({ functionName: 'orders', qualifier: 'live', ...window }));
    expect(columns).toEqual({
      concurrency: [2, null, null, null],
      provisionedUtilization: [0.5, null, null, null],
      claimedConcurrency: [null, null, null, 321],
    });
  });

  it('is read of all functions together', async () => {
    const { functionName, columns } = await reading((metrics) => metrics.read({ functionName: undefined, ...window }));
    expect([functionName, columns.queueAge]).toEqual([undefined, [null, null, null, 4]]);
  });

  it('is nothing of a function that never ran', async () => {
    const { at: starts, columns } = await reading((metrics) => metrics.read({ functionName: 'idle', ...window }));
    expect([starts.length, Object.keys(columns)]).toEqual([4, ['claimedConcurrency']]);
  });

  it('is read of many functions, in batches', async () => {
    const scopes = Array.from({ length: 120 }, (_, index) => ({ functionName: `f${index}` }));
    const all = await reading((metrics) => metrics.readAll(scopes, window));
    expect(all.map(({ columns }) => columns.invocations?.[2])).toEqual(scopes.map((_, index) => index));
  });
});
