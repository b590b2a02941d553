import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { portOf } from '../../../shared/portOf.ts';

const Input = v.object({
  StartTime: v.number(),
  EndTime: v.number(),
  NextToken: v.exactOptional(v.string()),
  MetricDataQueries: v.array(
    v.object({
      Id: v.string(),
      MetricStat: v.object({
        Metric: v.object({ Namespace: v.string(), MetricName: v.string(), Dimensions: v.array(v.object({ Name: v.string(), Value: v.string() })) }),
        Period: v.number(),
        Stat: v.string(),
      }),
    }),
  ),
});
export type MetricDataInput = v.InferOutput<typeof Input>;
export type MetricQuery = MetricDataInput['MetricDataQueries'][number];

export interface Result {
  readonly Id: string;
  /** Seconds since the epoch. */
  readonly Timestamps: readonly number[];
  readonly Values: readonly (number | null)[];
  readonly StatusCode: string;
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[];
}

export type Answer =
  | { readonly results: readonly Result[]; readonly next?: string }
  | { readonly status: number; readonly type: string; readonly message?: string }
  | 'hang up'
  | 'none';

export interface CloudWatchDouble extends AsyncDisposable {
  readonly endpoint: string;
  readonly inputs: MetricDataInput[];
}

/** Answers GetMetricData at the border of HTTP as a test says: percentiles, pages and refusals, which moto does not have. */
export async function startCloudWatch(answer: (input: MetricDataInput, call: number) => Answer): Promise<CloudWatchDouble> {
  const inputs: MetricDataInput[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const input = v.parse(v.pipe(v.string(), v.parseJson(), Input), body);
      inputs.push(input);
      const answered = answer(input, inputs.length);
      if (answered === 'none') return;
      if (answered === 'hang up') {
        request.socket.destroy();
        return;
      }
      const refused = 'type' in answered;
      const content = refused
        ? { __type: answered.type, message: answered.message ?? 'As CloudWatch says.' }
        : { MetricDataResults: answered.results, ...(answered.next !== undefined && { NextToken: answered.next }) };
      response.writeHead(refused ? answered.status : 200, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r-1' });
      response.end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    inputs,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Everything that was asked for, a value of each at the first period. */
export function whole({ MetricDataQueries, StartTime }: MetricDataInput, valueOf: (query: MetricQuery) => number | undefined): readonly Result[] {
  return MetricDataQueries.map((query) => {
    const value = valueOf(query);
    return { Id: query.Id, Timestamps: value === undefined ? [] : [StartTime], Values: value === undefined ? [] : [value], StatusCode: 'Complete' };
  });
}
