import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { MetricsQuery, ScalingMetric, ScalingMetrics, ScalingSeries } from '../../lambda/scaling/metrics/scalingSeries.ts';
import type { Connection } from '../connection.ts';
import { metricGrid, startsOf } from './metricGrid.ts';
import type { MetricRequest, MetricsApi } from './metricsApi.ts';
import { type MetricColumn, metricColumns, type MetricPart } from './metricTable.ts';
import { type ReadValues, readMetrics } from './readMetrics.ts';

/** Whose figures are read. */
export interface MetricScope {
  /** Undefined: all functions together. */
  readonly functionName: string | undefined;
  /** A version or alias. */
  readonly qualifier?: string;
}

/** Without a scope: of several. */
export type MetricsWindow = Omit<MetricsQuery, keyof MetricScope>;

/**
 * What CloudWatch knows of a connection's functions, in periods of a minute or more. GetMetricData costs by metric and call: the figures of
 * one function are some twenty.
 */
export class CloudWatchMetrics implements ScalingMetrics, Disposable {
  readonly source = 'aws';
  readonly #connection: Connection;
  readonly #api: MetricsApi;
  readonly #clock: Clock;

  constructor(connection: Connection, api: MetricsApi, clock: Clock) {
    this.#connection = connection;
    this.#api = api;
    this.#clock = clock;
  }

  async read({ functionName, qualifier, ...window }: MetricsQuery, signal?: AbortSignal): Promise<ScalingSeries> {
    const scope = { functionName, ...(qualifier !== undefined && { qualifier }) };
    const [series] = await this.readAll([scope], window, signal);
    // A scope, a series.
    return series ?? { source: 'aws', functionName, periodMs: window.periodMs, at: [], columns: {}, annotations: [] };
  }

  /** A series for each scope, in their order, over the same periods: in as few calls as it takes. Rejects as `read` does. */
  async readAll(scopes: readonly MetricScope[], window: MetricsWindow, signal?: AbortSignal): Promise<readonly ScalingSeries[]> {
    signal?.throwIfAborted();
    const grid = metricGrid(window, this.#clock.now());
    const requests = new Requests();
    const wanted = scopes.map((scope) => metricColumns.map((column) => ({ column, ids: column.parts.map((part) => requests.idOf(part, dimensionsOf(column, scope))) })));
    const values = await readMetrics(this.#api, this.#connection, requests.all, grid, signal);
    const at = startsOf(grid);
    return scopes.map(({ functionName }, index) => ({
      source: 'aws',
      functionName,
      periodMs: grid.periodMs,
      at,
      columns: columnsOf(wanted[index] ?? [], values, at),
      annotations: [],
    }));
  }

  dispose(): void {
    this.#api.dispose();
  }
}

/** Each metric is asked for once, whoever wants it. */
class Requests {
  readonly #requests = new Map<string, MetricRequest>();

  get all(): readonly MetricRequest[] {
    return [...this.#requests.values()];
  }

  idOf({ metric, statistic }: MetricPart, dimensions: Readonly<Record<string, string>>): string {
    const key = JSON.stringify([metric, statistic, dimensions]);
    const id = this.#requests.get(key)?.id ?? `m${this.#requests.size}`;
    this.#requests.set(key, { id, metric, statistic, dimensions });
    return id;
  }
}

function dimensionsOf({ of }: MetricColumn, { functionName, qualifier }: MetricScope): Readonly<Record<string, string>> {
  if (functionName === undefined || of === 'region') return {};
  return { FunctionName: functionName, ...(qualifier !== undefined && { Resource: `${functionName}:${qualifier}` }) };
}

type Columns = Partial<Record<ScalingMetric, readonly (number | null)[]>>;

/** What CloudWatch has no value of in the whole time, it does not know. */
function columnsOf(wanted: readonly { readonly column: MetricColumn; readonly ids: readonly string[] }[], values: ReadValues, at: readonly number[]): Columns {
  const columns: Columns = {};
  for (const { column: { column, join, scale }, ids } of wanted) {
    const found = at.map((time) => {
      const parts = ids.map((id) => values.get(id)?.get(time)).filter((value) => value !== undefined);
      return parts.length === 0 ? null : scale * joins[join](parts);
    });
    if (found.some((value) => value !== null)) columns[column] = found;
  }
  return columns;
}

const joins: Readonly<Record<MetricColumn['join'], (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  maximum: (values) => Math.max(...values),
};
