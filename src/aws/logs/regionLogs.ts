import { CodedError, messageOf } from '../../common/codedError.ts';
import { latestEvents, type StreamEnd } from './latestEvents.ts';
import type { LogEvent, LogsApi } from './logsApi.ts';

const contentType = 'application/x-amz-json-1.1';
const targetPrefix = 'Logs_20140328.';
const missing = 'ResourceNotFoundException';

/** The logs that the Local region keeps, at the endpoint of its Lambda API, which looks at no signatures. */
export function createRegionLogs(endpoint: string, send: typeof fetch = fetch): LogsApi {
  async function call(operation: string, input: object, signal: AbortSignal | undefined): Promise<unknown> {
    const response = await answerOf(send, endpoint, operation, input, signal);
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return body;
    const type = text(body, '__type') ?? `HTTP ${response.status}`;
    throw new CodedError('LOGS_UNAVAILABLE', `${operation} failed: ${type}: ${text(body, 'message') ?? ''}`, { details: { type } });
  }

  async function* streams(logGroupName: string, signal: AbortSignal | undefined): AsyncGenerator<readonly StreamEnd[], void> {
    let nextToken: string | undefined;
    do {
      const input = { logGroupName, orderBy: 'LastEventTime', descending: true, ...(nextToken !== undefined && { nextToken }) };
      const page = await call('DescribeLogStreams', input, signal);
      yield list(page, 'logStreams').map((stream) => ({ name: text(stream, 'logStreamName') ?? '', lastAt: number(stream, 'lastEventTimestamp') }));
      nextToken = text(page, 'nextToken');
    } while (nextToken !== undefined);
  }

  async function tail(logGroupName: string, stream: string, limit: number, before: number | undefined, signal: AbortSignal | undefined) {
    const input = { logGroupName, logStreamName: stream, limit, ...(before !== undefined && { endTime: before }) };
    const events = list(await call('GetLogEvents', input, signal), 'events');
    return events.map((event): LogEvent => ({ stream, at: number(event, 'timestamp'), text: text(event, 'message') ?? '' }));
  }

  return {
    async latestEvents(query, signal) {
      const { logGroup, before } = query;
      const reads = { streams: () => streams(logGroup, signal), tail: (name: string, limit: number) => tail(logGroup, name, limit, before, signal) };
      try {
        return await latestEvents(reads, query);
      } catch (error) {
        // A function that was never invoked has no group yet.
        if (error instanceof CodedError && error.details['type'] === missing) return [];
        throw error;
      }
    },
  };
}

async function answerOf(send: typeof fetch, endpoint: string, operation: string, input: object, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await send(new URL('/', endpoint), {
      method: 'POST',
      headers: { 'content-type': contentType, 'x-amz-target': `${targetPrefix}${operation}` },
      body: JSON.stringify(input),
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new CodedError('LOGS_UNAVAILABLE', `The logs at ${endpoint} cannot be read: ${messageOf(cause)}`, { cause: error });
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

function number(value: unknown, name: string): number {
  const found = member(value, name);
  return typeof found === 'number' ? found : 0;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}
