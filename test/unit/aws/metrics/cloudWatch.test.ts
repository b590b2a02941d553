import { describe, expect, it, test } from 'vitest';
import type { ConnectionProblemCode } from '../../../../src/aws/connection.ts';
import { ConnectionError } from '../../../../src/aws/connectionError.ts';
import { CloudWatchMetrics } from '../../../../src/aws/metrics/cloudWatchMetrics.ts';
import { createMetricsApi } from '../../../../src/aws/metrics/createMetricsApi.ts';
import { type Clock, systemClock } from '../../../../src/common/clock.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { startLambda } from '../../../runner/aws/scriptedLambda.ts';
import { type Answer, type CloudWatchDouble, type MetricDataInput, type MetricQuery, startCloudWatch, whole } from './cloudWatchDouble.ts';
import { connection, ownProfile } from './profile.ts';

const profile = ownProfile();
const minute = 60_000;
const now = 28_000_000 * minute;
const window = { from: now - 3 * minute, to: now, periodMs: minute };
const orders = { functionName: 'orders', ...window };

/** Figures of a moment that stands still; pauses between attempts do not last. */
const clock: Clock = { ...systemClock, now: () => now };

function metricsOf(own: Clock = clock): CloudWatchMetrics {
  return new CloudWatchMetrics(connection, createMetricsApi(connection, { clock: own, random: () => 0, productVersion: '1.2.3' }), own);
}

async function reading<T>(double: CloudWatchDouble, use: (metrics: CloudWatchMetrics) => Promise<T>): Promise<T> {
  profile.use(double.endpoint);
  const metrics = metricsOf();
  try {
    return await use(metrics);
  } finally {
    metrics.dispose();
  }
}

async function failure(call: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await call.then(() => undefined, (error: unknown) => error);
  if (error instanceof ConnectionError) return error;
  throw new Error('It did not fail as it should.', { cause: error });
}

const nameOf = ({ MetricStat: { Metric, Stat } }: MetricQuery) => `${Metric.MetricName} ${Stat}`;
const nothing = (input: MetricDataInput): Answer => ({ results: whole(input, () => undefined) });

describe('what is asked', () => {
  it('is each metric by its statistic, of the function and of the Region', async () => {
    await using double = await startCloudWatch(nothing);
    await reading(double, (metrics) => metrics.read({ ...orders, qualifier: 'live' }));
    const [input] = double.inputs;
    const dimensions = 'FunctionName=orders,Resource=orders:live';
    expect(input?.MetricDataQueries.map(nameOf).sort()).toEqual([
      'AsyncEventAge Maximum',
      'ClaimedAccountConcurrency Maximum',
      'ConcurrentExecutions Maximum',
      'Duration Average',
      'Duration Maximum',
      'Duration p50',
      'Duration p90',
      'Duration p99',
      'Errors Sum',
      'Invocations Sum',
      'IteratorAge Maximum',
      'ProvisionedConcurrencyInvocations Sum',
      'ProvisionedConcurrencySpilloverInvocations Sum',
      'ProvisionedConcurrencyUtilization Maximum',
      'ProvisionedConcurrentExecutions Maximum',
      'Throttles Sum',
      'UnreservedConcurrentExecutions Maximum',
    ]);
    const asked = input?.MetricDataQueries.map(({ MetricStat: { Metric, Period } }) => {
      const shown = Metric.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join();
      return [Metric.Namespace, Period, /^(Unreserved|Claimed)/.test(Metric.MetricName) ? shown === '' : shown === dimensions];
    });
    expect(asked).toEqual(asked?.map(() => ['AWS/Lambda', 60, true]));
    expect([input?.StartTime, input?.EndTime]).toEqual([window.from / 1000, window.to / 1000]);
    expect(input?.MetricDataQueries.every(({ Id }) => /^[a-z]\w*$/.test(Id))).toBe(true);
  });

  it('is of no dimension for all functions together', async () => {
    await using double = await startCloudWatch(nothing);
    await reading(double, (metrics) => metrics.read({ ...orders, functionName: undefined }));
    expect(double.inputs[0]?.MetricDataQueries.flatMap(({ MetricStat }) => MetricStat.Metric.Dimensions)).toEqual([]);
  });

  it('comes 500 at a time, what is of the Region once', async () => {
    await using double = await startCloudWatch((input) => ({ results: whole(input, ({ MetricStat: { Metric } }) => Number(Metric.Dimensions[0]?.Value ?? -1)) }));
    const scopes = Array.from({ length: 100 }, (_, index) => ({ functionName: String(index) }));
    const all = await reading(double, (metrics) => metrics.readAll(scopes, window));
    expect(double.inputs.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([500, 500, 500, 2]);
    expect(all.map(({ functionName, columns }) => [functionName, columns.p99?.[0], columns.unreservedConcurrency?.[0]])).toEqual(
      scopes.map(({ functionName }, index) => [functionName, index, -1]),
    );
  });

  it('is nothing where no period has ended', async () => {
    await using double = await startCloudWatch(nothing);
    const { at, columns } = await reading(double, (metrics) => metrics.read({ ...orders, from: now, to: now + minute }));
    expect([at, columns, double.inputs]).toEqual([[], {}, []]);
  });
});

describe('what is answered', () => {
  it('has quantiles of the duration', async () => {
    const values: Readonly<Record<string, number>> = { p50: 10, p90: 20.5, p99: 30, Average: 12, Maximum: 40 };
    await using double = await startCloudWatch((input) => ({
      results: whole(input, ({ MetricStat: { Metric, Stat } }) => (Metric.MetricName === 'Duration' ? values[Stat] : undefined)),
    }));
    const { columns } = await reading(double, (metrics) => metrics.read(orders));
    expect(columns).toEqual({
      p50: [10, null, null],
      p90: [20.5, null, null],
      p99: [30, null, null],
      averageDuration: [12, null, null],
      maxDuration: [40, null, null],
    });
  });

  /** Of Errors, these values on a page; of all else, nothing. */
  const errors = (input: MetricDataInput, StatusCode: string, ...values: readonly (readonly [minutes: number, value: number | null])[]) =>
    input.MetricDataQueries.map((query) => ({
      Id: query.Id,
      ...(nameOf(query) === 'Errors Sum'
        ? { StatusCode, Timestamps: values.map(([minutes]) => (window.from + minutes * minute) / 1000), Values: values.map(([, value]) => value) }
        : { StatusCode: 'Complete', Timestamps: [], Values: [] }),
    }));

  it('may come in pages, in any order', async () => {
    await using double = await startCloudWatch((input) =>
      input.NextToken === undefined
        ? { results: errors(input, 'PartialData', [2, 7]), next: 'more' }
        : { results: errors(input, 'Complete', [1, 5], [0, 4]) },
    );
    const { columns } = await reading(double, (metrics) => metrics.read(orders));
    expect(columns.errors).toEqual([4, 5, 7]);
    expect(double.inputs.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
  });

  it('is asked for again where it is partial or failed, and only that', async () => {
    await using double = await startCloudWatch((input, call) => ({ results: errors(input, ['PartialData', 'InternalError'][call - 1] ?? 'Complete', [call - 1, call]) }));
    const { columns } = await reading(double, (metrics) => metrics.read(orders));
    expect(columns.errors).toEqual([1, 2, 3]);
    expect(double.inputs.map(({ MetricDataQueries }) => MetricDataQueries.map(nameOf).length)).toEqual([17, 1, 1]);
  });

  it('stays partial where there is no more to be had', async () => {
    await using double = await startCloudWatch((input) => ({ results: errors(input, 'PartialData', [0, 1]) }));
    const { columns } = await reading(double, (metrics) => metrics.read(orders));
    expect([columns.errors, double.inputs.length]).toEqual([[1, null, null], 3]);
  });

  it('is an error where CloudWatch cannot find it', async () => {
    await using double = await startCloudWatch((input) => ({ results: errors(input, 'InternalError') }));
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect([error.code, error.message]).toEqual(['service', 'CloudWatch in eu-west-1 could not answer. Try again in a moment.']);
  });

  it('is an error where it is of a forbidden account', async () => {
    await using double = await startCloudWatch((input) => ({ results: errors(input, 'Forbidden') }));
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect([error.code, error.details.action]).toEqual(['accessDenied', 'cloudwatch:GetMetricData']);
  });

  it('has gaps where a value is none', async () => {
    await using double = await startCloudWatch((input) => ({ results: errors(input, 'Complete', [0, null], [1, 0], [2, 3]) }));
    expect((await reading(double, (metrics) => metrics.read(orders))).columns.errors).toEqual([null, 0, 3]);
  });
});

describe('a call that is refused', () => {
  const throttled: Answer = { status: 400, type: 'com.amazonaws#ThrottlingException', message: 'Rate exceeded' };

  it.each<[string, Answer]>([
    ['a throttle', throttled],
    ['a throttle of another name', { status: 400, type: 'Throttling' }],
    ['too many requests', { status: 429, type: 'LimitExceededException' }],
    ['a failure', { status: 500, type: 'InternalServiceFault' }],
    ['an end of the connection', 'hang up'],
  ])('is made again after %s', async (_title, first) => {
    await using double = await startCloudWatch((input, call) => (call <= 2 ? first : { results: whole(input, () => 1) }));
    expect((await reading(double, (metrics) => metrics.read(orders))).columns.concurrency).toEqual([1, null, null]);
    expect(double.inputs).toHaveLength(3);
  });

  it.each<[title: string, answer: Answer, calls: number, code: ConnectionProblemCode, message: string]>([
    ['for long', throttled, 6, 'throttled', 'CloudWatch in eu-west-1 was asked too often in this account (GetMetricData). Try again in a moment.'],
    [
      'for want of the permission',
      { status: 403, type: 'AccessDenied', message: 'User: u is not authorized to perform: cloudwatch:GetMetricData' },
      1,
      'accessDenied',
      'Profile dev may not cloudwatch:GetMetricData in eu-west-1: ask whoever manages the account for it. ' +
        'User: u is not authorized to perform: cloudwatch:GetMetricData',
    ],
    [
      'for its credentials',
      { status: 403, type: 'ExpiredToken' },
      1,
      'credentialsExpired',
      'The session credentials of profile dev have expired. Renew them where they came from, and try again.',
    ],
    ['for a value', { status: 400, type: 'ValidationError', message: 'The value is wrong.' }, 1, 'invalid', 'The value is wrong.'],
  ])('%s, is told', async (_title, answer, calls, code, message) => {
    await using double = await startCloudWatch(() => answer);
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect({ code: error.code, message: error.message, calls: double.inputs.length }).toEqual({ code, message, calls });
    expect(error.details).toMatchObject({ operation: 'GetMetricData', profile: 'dev', region: 'eu-west-1' });
    expect(JSON.stringify([error.message, error.details, error.cause])).not.toContain('hush-hush');
  });

  it('for want of credentials, is told by where they come from, and not sent', async () => {
    await using double = await startCloudWatch(nothing);
    await profile.configure('[profile dev]\nregion = eu-west-1\n');
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect([error.code, error.message, double.inputs]).toEqual([
      'noCredentials',
      'Profile dev has no credentials. Add keys with: aws configure --profile dev, or a sign-in with: aws configure sso --profile dev',
      [],
    ]);
  });

  it('where the role of its profile is, is told of the role', async () => {
    await using double = await startCloudWatch(nothing);
    const body = '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not for you.</Message></Error></ErrorResponse>';
    await using sts = await startLambda(() => ({ status: 403, headers: { 'Content-Type': 'text/xml' }, body }));
    process.env['AWS_ENDPOINT_URL_STS'] = sts.endpoint;
    await profile.configure(
      '[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n' +
        '[profile base]\nregion = eu-west-1\naws_access_key_id = AKIDTEST\naws_secret_access_key = hush-hush\n',
    );
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect([error.code, error.details.action, double.inputs]).toEqual(['accessDenied', 'sts:AssumeRole', []]);
  });

  it('by a machine that is not there, is told', async () => {
    const double = await startCloudWatch(nothing);
    await double[Symbol.asyncDispose]();
    const error = await failure(reading(double, (metrics) => metrics.read(orders)));
    expect([error.code, error.message]).toEqual([
      'network',
      'CloudWatch in eu-west-1 cannot be reached (ECONNREFUSED). Look at the network connection, a proxy, and whether there is such a Region.',
    ]);
  });
});

describe('a signal', () => {
  const reason = new Error('another window');

  test('that aborted before lets nothing be asked', async () => {
    await using double = await startCloudWatch(nothing);
    await expect(reading(double, (metrics) => metrics.read(orders, AbortSignal.abort(reason)))).rejects.toBe(reason);
    expect(double.inputs).toEqual([]);
  });

  test('ends a call that has no answer yet', async () => {
    await using double = await startCloudWatch(() => 'none');
    const abort = new AbortController();
    const read = expect(reading(double, (metrics) => metrics.read(orders, abort.signal))).rejects.toBe(reason);
    await eventually(() => double.inputs.length > 0 || undefined);
    abort.abort(reason);
    await read;
  });

  test('ends a pause between attempts', async () => {
    await using double = await startCloudWatch(() => ({ status: 400, type: 'ThrottlingException' }));
    profile.use(double.endpoint);
    const own = new ManualClock(now);
    const metrics = metricsOf(own);
    const abort = new AbortController();
    const read = expect(metrics.read(orders, abort.signal)).rejects.toBe(reason);
    await eventually(() => own.pending > 0 || undefined);
    abort.abort(reason);
    await read;
    expect([own.pending, double.inputs.length]).toEqual([0, 1]);
    metrics.dispose();
  });
});

test('nothing is loaded before it is needed', async () => {
  let loads = 0;
  const api = createMetricsApi(connection, {
    clock: systemClock,
    load: () => {
      loads += 1;
      return Promise.reject(new Error('no such file'));
    },
  });
  expect(loads).toBe(0);
  const batch = { requests: [], ...window };
  expect((await failure(api.page(batch))).code).toBe('service');
  await failure(api.page(batch));
  expect(loads).toBe(2);
  api.dispose();
});
