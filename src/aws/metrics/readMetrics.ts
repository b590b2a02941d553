import type { Connection } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import { explainService } from '../service/explainService.ts';
import { cloudWatchService } from './cloudWatchService.ts';
import type { MetricGrid } from './metricGrid.ts';
import type { MetricRequest, MetricsApi, MetricValues } from './metricsApi.ts';

/** Values by the start of their period, by request. */
export type ReadValues = ReadonlyMap<string, ReadonlyMap<number, number>>;

const operation = 'GetMetricData';
/** As many queries GetMetricData takes in a call. */
const batchSize = 500;
/** How often what CloudWatch could not answer whole is asked for. */
const rounds = 3;

/**
 * The values of any number of requests in the periods of a grid; a period without a value is a gap. What comes in part or fails inside
 * CloudWatch is asked for again; what is still partial then stays so. Throws ConnectionError, or the signal's reason.
 */
export async function readMetrics(api: MetricsApi, connection: Connection, requests: readonly MetricRequest[], grid: MetricGrid, signal?: AbortSignal): Promise<ReadValues> {
  const values = new Map(requests.map(({ id }) => [id, new Map<number, number>()]));
  if (grid.from >= grid.to) return values;
  let left = requests;
  let failed: MetricValues | undefined;
  for (let round = 0; left.length > 0 && round < rounds; round += 1) {
    failed = undefined;
    const states = new Map<string, MetricValues>();
    for (let start = 0; start < left.length; start += batchSize) {
      await readBatch(api, left.slice(start, start + batchSize), grid, signal, (result) => {
        states.set(result.id, result);
        take(values.get(result.id), result);
      });
    }
    for (const state of states.values()) {
      if (state.status === 'forbidden') throw denied(state.text, connection);
      if (state.status === 'failed') failed = state;
    }
    left = left.filter(({ id }) => states.get(id)?.status === 'failed' || states.get(id)?.status === 'partial');
  }
  if (failed === undefined) return values;
  const message = `CloudWatch in ${connection.region} could not answer.${failed.text === undefined ? '' : ` ${failed.text}`} Try again in a moment.`;
  throw new ConnectionError('service', message, { operation, region: connection.region });
}

/** One metric's answer, where others of the same call may have come: as if the call had been refused. */
function denied(text: string | undefined, connection: Connection): Error {
  const refusal = Object.assign(new Error(text), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  return explainService(refusal, { connection, operation, service: cloudWatchService, ofCredentials: false, cancelled: false });
}

async function readBatch(
  api: MetricsApi,
  requests: readonly MetricRequest[],
  { from, to, periodMs }: MetricGrid,
  signal: AbortSignal | undefined,
  onResult: (result: MetricValues) => void,
): Promise<void> {
  let next: string | undefined;
  do {
    const page = await api.page({ requests, from, to, periodMs, ...(next !== undefined && { next }) }, signal);
    page.results.forEach(onResult);
    next = page.next;
  } while (next !== undefined);
}

function take(into: Map<number, number> | undefined, { at, values }: MetricValues): void {
  for (const [index, time] of at.entries()) {
    const value = values[index];
    // A service may know a period and have no such statistic of it.
    if (typeof value === 'number' && Number.isFinite(value)) into?.set(time, value);
  }
}
