import * as sdk from '@aws-sdk/client-lambda';

import { systemClock } from '../../../src/common/clock.ts';
import { type Logger, silentLogger } from '../../../src/common/logger.ts';
import { isRecord, type UnknownRecord } from '../../../src/lambda/model/record.ts';
import { type ApiServer, type ApiServerOptions, createApiServer } from '../../../src/runner/api/apiServer.ts';
import type { Handlers, RequestContext } from '../../../src/runner/api/handlers.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';

export interface RunningServer {
  readonly server: ApiServer;
  readonly endpoint: string;
  readonly port: number;
}

/** A server on a free port, with ids that can be told apart. */
export async function startServer(options: Partial<ApiServerOptions>): Promise<RunningServer> {
  let requests = 0;
  const server = createApiServer({
    handlers: {},
    logger: silentLogger,
    clock: systemClock,
    requestIds: () => `00000000-0000-4000-8000-${String((requests += 1)).padStart(12, '0')}`,
    ...options,
  });
  const endpoint = await server.listen(0);
  return { server, endpoint, port: Number(new URL(endpoint).port) };
}

/** Every operation answered by the same function. */
export function handlersOf(handle: (input: unknown, context: RequestContext, name: OperationName) => Promise<unknown>): Handlers {
  const entries = readOperations().map(({ name }) => [name, (input: unknown, context: RequestContext) => handle(input, context, name)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as Handlers;
}

export function clientFor(endpoint: string, maxAttempts = 1): sdk.LambdaClient {
  return new sdk.LambdaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
  });
}

const commands: UnknownRecord = { ...sdk };

/** Sends by the operation's name. */
export async function send(client: sdk.LambdaClient, name: OperationName, input: unknown): Promise<UnknownRecord> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const Command = commands[`${name}Command`] as new (input: unknown) => sdk.GetFunctionCommand;
  const output: unknown = await client.send(new Command(input));
  return isRecord(output) ? output : {};
}

/** Keeps what is logged. */
export function recordingLogger(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const record = (message: string) => void lines.push(message);
  return { lines, debug: record, info: record, warn: record, error: record };
}
