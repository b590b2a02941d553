import type { GetMetricDataCommandInput, GetMetricDataCommandOutput, MetricDataResult, StatusCode } from '@aws-sdk/client-cloudwatch';
import { lambdaNamespace } from './metricTable.ts';
import type { MetricBatch, MetricPage, MetricValues } from './metricsApi.ts';

/** As GetMetricData wants it. */
export function metricInput({ requests, from, to, periodMs, next }: MetricBatch): GetMetricDataCommandInput {
  return {
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: requests.map(({ id, metric, statistic, dimensions }) => ({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: lambdaNamespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: periodMs / 1000,
        Stat: statistic,
      },
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

export function metricPage({ MetricDataResults, NextToken }: GetMetricDataCommandOutput): MetricPage {
  return { results: (MetricDataResults ?? []).map(metricValues), ...(NextToken !== undefined && NextToken !== '' && { next: NextToken }) };
}

const statuses: Readonly<Record<StatusCode, MetricValues['status']>> = {
  Complete: 'complete',
  PartialData: 'partial',
  InternalError: 'failed',
  Forbidden: 'forbidden',
};

function metricValues({ Id, Timestamps, Values, StatusCode, Messages }: MetricDataResult): MetricValues {
  const text = Messages?.map(({ Value }) => Value ?? '').join(' ');
  return {
    id: Id ?? '',
    at: (Timestamps ?? []).map((timestamp) => timestamp.getTime()),
    values: Values ?? [],
    status: StatusCode === undefined ? 'complete' : statuses[StatusCode],
    ...(text !== undefined && text !== '' && { text }),
  };
}
