import { Agent } from 'node:http';

import { CreateFunctionCommand, GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NormalizedSchema } from '@smithy/core/schema';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { operationSchemas } from '../../../src/runner/api/operationSchemas.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { valueOf } from './arbitraries.ts';
import { send } from './harness.ts';
import { mutated, type Random, seeded } from './mutations.ts';
import { type RawRequest, rawRequest, type RawResponse } from './rawRequest.ts';

const requests = 20_000;
const callers = 24;
const zip = zipBytes([
  { name: 'index.js', content: 'exports.handler = async () => 1;' },
  { name: 'folder/text', content: 'text '.repeat(50), deflated: true },
]);
const functions = ['one', 'two', 'three'];

test('malformed requests are refused, never answered as an error of the service, and end nothing', async () => {
  // Nobody listens there: what functions' destinations get is not sent anywhere.
  await using region = await openRegion({ args: ['--aws-endpoint', 'http://127.0.0.1:1'] });
  using client = new TestClient(region.endpoint);
  for (const name of functions) await client.send(new CreateFunctionCommand(creation(name)));
  const originals = await requestsOfTheSdk(region.endpoint);
  const port = Number(new URL(region.endpoint).port);
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const random = seeded(20_261_121);
  const failures: string[] = [];
  const statuses = new Map<number, number>();
  let left = requests;
  const call = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const request = mutated(pick(random, originals), random, zip);
      const response = await rawRequest(port, { ...request, agent }).catch((error: unknown) => String(error));
      if (typeof response !== 'string') statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      const failure = typeof response === 'string' ? response : failureOf(response);
      if (failure !== undefined && failures.length < 20) failures.push(`${failure} to ${JSON.stringify(request).slice(0, 600)}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  agent.destroy();
  expect(failures).toEqual([]);
  // Most are wrong; those that are not do no harm.
  expect(statuses.get(400)).toBeGreaterThan(requests / 4);
  expect(await client.send(new GetAccountSettingsCommand())).toMatchObject({ $metadata: { httpStatusCode: 200 } });
}, 240_000);

/** What the SDK gives to its request handler. */
interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function creation(name: string) {
  return {
    FunctionName: name,
    Runtime: 'nodejs24.x' as const,
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/test',
    Code: { ZipFile: zip },
  };
}

/** What is neither an answer to the request, nor "not served". */
function failureOf({ status, text, headers }: RawResponse): string | undefined {
  if (status === 501 && headers['x-amzn-errortype'] === 'NotImplementedException') return undefined;
  // A function that fails to start is no failure of the service's.
  if (status === 502 && headers['x-amzn-errortype'] === 'InvalidRuntimeException') return undefined;
  return status >= 500 || status < 200 ? `${status} ${text}` : undefined;
}

/** Requests for every operation as the SDK makes them, half of them for functions that are there. */
async function requestsOfTheSdk(endpoint: string): Promise<readonly RawRequest[]> {
  const made: RawRequest[] = [];
  const client = new LambdaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ method, path, query, headers, body }: SentRequest) => {
        const texts = Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => `${key}=${encodeURIComponent(one ?? '')}`));
        made.push({ method, path: texts.length === 0 ? path : `${path}?${texts.join('&')}`, headers: plainHeaders(headers), ...(body !== undefined && { body }) });
        throw new Error('kept');
      },
    },
  });
  for (const name of readOperations().map((operation) => operation.name)) {
    for (const input of inputsOf(name)) await send(client, name, input).catch(() => undefined);
  }
  client.destroy();
  return made;
}

/** Node.js sets the length and the host itself. */
function plainHeaders({ host: _host, 'content-length': _length, expect: _expect, ...rest }: SentRequest['headers']): Record<string, string> {
  return rest;
}

function inputsOf(name: OperationName): readonly object[] {
  const schema = NormalizedSchema.of(operationSchemas[name][4]);
  const named = schemaHas(schema, 'FunctionName');
  const inputs = fc.sample(valueOf(schema, schema.getName()), { numRuns: 12, seed: 7 });
  return inputs.map((input, index) => {
    const known = functions[index % 6];
    return named && known !== undefined ? Object.assign(Object(input), { FunctionName: known }) : Object(input);
  });
}

function schemaHas(schema: NormalizedSchema, member: string): boolean {
  return !schema.isUnitSchema() && Array.from(schema.structIterator(), ([name]) => name).includes(member);
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
