import type { LambdaClient } from '@aws-sdk/client-lambda';
import { NormalizedSchema } from '@smithy/core/schema';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { UnknownRecord } from '../../../src/lambda/model/record.ts';
import { operationSchemas } from '../../../src/runner/api/operationSchemas.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { valueOf } from './arbitraries.ts';
import { clientFor, handlersOf, type RunningServer, send, startServer } from './harness.ts';

const names = readOperations().map(({ name }) => name);
const numRuns = 12;

/** What the handlers got last, and what they answer next. */
let received: unknown;
let answer: UnknownRecord = {};
let running: RunningServer;
let client: LambdaClient;

beforeAll(async () => {
  const handlers = handlersOf(async (input) => {
    received = input;
    return answer;
  });
  running = await startServer({ handlers });
  client = clientFor(running.endpoint);
});

afterAll(async () => {
  client.destroy();
  await running.server.close(0);
});

describe('every operation of the SDK', () => {
  it('is known', () => expect(names).toHaveLength(88));

  describe.each(names)('%s', (name) => {
    const [, , , , inputSchema, outputSchema] = operationSchemas[name];
    const input = NormalizedSchema.of(inputSchema);
    const inputs = valueOf(input, input.getName());
    const output = NormalizedSchema.of(outputSchema);
    const outputs = output.isUnitSchema() ? fc.constant({}) : valueOf(output);

    it('receives what was sent', () =>
      fc.assert(
        fc.asyncProperty(inputs, async (sent) => {
          answer = necessary[name]?.() ?? {};
          const { $metadata } = await send(client, name, sent);
          expect($metadata).toMatchObject({ requestId: expect.stringMatching(/^00000000-0000-4000-8000-/) });
          expect(await plain(received)).toEqual(await plain(sent));
        }),
        { numRuns, seed: 1 },
      ));

    it('answers what the handler gives', () =>
      fc.assert(
        fc.asyncProperty(inputs, outputs, async (sent, given) => {
          answer = { ...Object(given), ...necessary[name]?.() };
          const { $metadata: _, ...output } = await send(client, name, sent);
          expect(await plain(output)).toEqual(await plain('EventStream' in answer ? { ...answer, EventStream: events } : answer));
        }),
        { numRuns, seed: 2 },
      ));
  });
});

const events = [
  { PayloadChunk: { Payload: Buffer.from('one') } },
  { PayloadChunk: { Payload: Buffer.alloc(100_000, 1) } },
  { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: '{"errorMessage":"größe"}', LogResult: 'bG9n' } },
];

async function* stream(): AsyncGenerator {
  yield* events;
}

/** What answers must hold to be HTTP: a status, texts that headers take, a stream. */
const necessary: { readonly [Name in OperationName]?: () => UnknownRecord } = {
  Invoke: () => ({
    StatusCode: 200,
    Payload: Buffer.from('{"größe":1}'),
    FunctionError: 'Unhandled',
    LogResult: 'bG9n',
    ExecutedVersion: '$LATEST',
    DurableExecutionArn: 'arn:x',
  }),
  InvokeWithResponseStream: () => ({
    StatusCode: 200,
    EventStream: stream(),
    ExecutedVersion: '1',
    ResponseStreamContentType: 'application/vnd.amazon.eventstream',
  }),
  InvokeAsync: () => ({ Status: 202 }),
  DeleteFunction: () => ({ StatusCode: 204 }),
};

/** Bytes and streams as what they hold, whatever class they are of. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (isStream(value)) {
    const items: unknown[] = [];
    for await (const item of value) items.push(item);
    return plain(items);
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, item]) => [key, await plain(item)])));
}

function isStream(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}
