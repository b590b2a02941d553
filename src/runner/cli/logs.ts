import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CodedError } from '../../common/codedError.ts';
import { LogsClient, type LogPage } from './logsClient.ts';
import type { LogsCommand } from './logsCommand.ts';

export interface LogsSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: Writable;
  readonly now: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

const pollMs = 500;
/** Events may be taken a little after later ones: so far back it looks again. */
const overlapMs = 5_000;
const endpointVariables = ['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', 'AWS_ENDPOINT_URL_LAMBDA', 'AWS_ENDPOINT_URL'];

/** Prints a function's log, and what comes, until it is ended; answers the exit code. Throws CodedError `ENDPOINT_MISSING`, `LOGS_FAILED`. */
export async function logs(command: LogsCommand, { environment, out, now, signal }: LogsSurroundings): Promise<number> {
  const endpoint = command.endpoint ?? endpointVariables.map((name) => environment[name]).find((value) => value !== undefined);
  if (endpoint === undefined) {
    throw new CodedError('ENDPOINT_MISSING', 'Say where the Local region is: --endpoint URL, or AWS_ENDPOINT_URL. `lambda-workbench serve` prints it.');
  }
  // A reader that is gone ends it.
  const ended = new AbortController();
  out.on('error', () => ended.abort());
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    await print(command, new LogsClient(endpoint, either), { out, now, signal: either });
  } catch (error) {
    if (!either.aborted) throw error;
  }
  return 0;
}

async function print(command: LogsCommand, client: LogsClient, { out, now, signal }: Pick<LogsSurroundings, 'out' | 'now' | 'signal'>): Promise<void> {
  const group = command.name.startsWith('/') ? command.name : ((await client.groupOf(command.name)) ?? `/aws/lambda/${command.name}`);
  const seen = new Map<string, number>();
  let from = 'at' in command.since ? command.since.at : now() - command.since.agoMs;
  for (;;) {
    let token: string | undefined;
    do {
      const page = await read(client, command, { logGroupName: group, startTime: Math.max(0, from), ...(token !== undefined && { nextToken: token }) });
      const fresh = page.events.filter(({ eventId }) => !seen.has(eventId));
      if (command.follow) for (const { eventId, timestamp } of fresh) seen.set(eventId, timestamp);
      if (!out.write(fresh.map(lineOf).join(''))) await once(out, 'drain', { signal });
      token = page.nextToken;
    } while (token !== undefined);
    if (!command.follow) return;
    for (const at of seen.values()) from = Math.max(from, at - overlapMs);
    for (const [id, at] of seen) if (at < from) seen.delete(id);
    await pause(pollMs, undefined, { signal });
  }
}

/** A group that is followed may be there only later. */
async function read(client: LogsClient, command: LogsCommand, input: Readonly<Record<string, unknown>>): Promise<LogPage> {
  try {
    return await client.filterLogEvents({ ...input, ...(command.filter !== undefined && { filterPattern: command.filter }) });
  } catch (error) {
    const missing = error instanceof CodedError && error.details['type'] === 'ResourceNotFoundException';
    if (missing && command.follow) return { events: [] };
    throw error;
  }
}

function lineOf({ timestamp, message }: LogPage['events'][number]): string {
  return `${new Date(timestamp).toISOString()} ${message.endsWith('\n') ? message : `${message}\n`}`;
}
