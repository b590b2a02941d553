import type { Filter } from '../filter/filter.ts';
import { FilterError } from '../filter/filterError.ts';
import { compileFilter } from '../filter/filterPattern.ts';
import { logsErrors } from './logsError.ts';
import { type LogsContext, logsOperation, member } from './logsOperation.ts';
import { groupNamed } from './names.ts';
import { directedToken, eventId, positionOf, readDirectedToken } from './tokens.ts';

const defaultLimit = 10_000;
const mostBytes = 1024 * 1024;
const beginning = { at: 0, segment: 0, offset: 0 };

/** The latest events, or from the beginning; always in the order of time, with tokens for what is before and behind. */
export const getLogEvents = logsOperation(
  'GetLogEvents',
  {
    logGroupName: member.optionalText,
    logGroupIdentifier: member.optionalText,
    logStreamName: member.text,
    startTime: member.optionalNumber,
    endTime: member.optionalNumber,
    nextToken: member.optionalText,
    limit: member.optionalNumber,
    startFromHead: member.optionalFlag,
  },
  async (context, { logStreamName, startTime, endTime, nextToken, limit, startFromHead, ...named }) => {
    const token = typeof nextToken === 'string' ? readDirectedToken(nextToken) : undefined;
    const group = groupNamed(context, named);
    await requireStreams(context, group, [logStreamName]);
    const forward = token?.forward ?? startFromHead === true;
    const page = await context.store.events(group, {
      streams: [logStreamName],
      ...(typeof startTime === 'number' && { from: startTime }),
      ...(typeof endTime === 'number' && { to: endTime }),
      ...(token !== undefined && { cursor: token.cursor }),
      limit: limit ?? defaultLimit,
      maxBytes: mostBytes,
      forward,
    });
    const events = forward ? (page?.events ?? []) : (page?.events ?? []).toReversed();
    const nowhere = token?.cursor ?? beginning;
    return {
      events: events.map(({ at, text, ingestedAt }) => ({ timestamp: at, message: text, ingestionTime: ingestedAt })),
      nextForwardToken: directedToken('f', events.at(-1)?.position ?? nowhere),
      nextBackwardToken: directedToken('b', events[0]?.position ?? nowhere),
    };
  },
);

/** Events of a group or some of its streams that match a pattern, in the order of time. */
export const filterLogEvents = logsOperation(
  'FilterLogEvents',
  {
    logGroupName: member.optionalText,
    logGroupIdentifier: member.optionalText,
    logStreamNames: member.optionalTexts,
    logStreamNamePrefix: member.optionalText,
    startTime: member.optionalNumber,
    endTime: member.optionalNumber,
    filterPattern: member.optionalText,
    nextToken: member.optionalText,
    limit: member.optionalNumber,
  },
  async (context, { logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern, nextToken, limit, ...named }) => {
    if (Array.isArray(logStreamNames) && typeof logStreamNamePrefix === 'string') {
      throw logsErrors.invalid('LogStream names and LogStream name prefix are mutually exclusive parameters.');
    }
    const cursor = typeof nextToken === 'string' ? positionOf(nextToken) : undefined;
    const matches = typeof filterPattern === 'string' && filterPattern !== '' ? filterOf(filterPattern) : undefined;
    const group = groupNamed(context, named);
    if (Array.isArray(logStreamNames)) await requireStreams(context, group, logStreamNames);
    const streams = logStreamNames ?? (typeof logStreamNamePrefix === 'string' ? await namesWith(context, group, logStreamNamePrefix) : undefined);
    const page = await context.store.events(group, {
      ...(streams !== undefined && { streams }),
      ...(typeof startTime === 'number' && { from: startTime }),
      // An event at its end is in.
      ...(typeof endTime === 'number' && { to: endTime + 1 }),
      ...(cursor !== undefined && { cursor }),
      ...(matches !== undefined && { matches }),
      limit: limit ?? defaultLimit,
      maxBytes: mostBytes,
      forward: true,
    });
    const events = page?.events ?? [];
    const last = events.at(-1);
    return {
      events: events.map(({ stream, at, text, ingestedAt, position }) => ({
        logStreamName: stream,
        timestamp: at,
        message: text,
        ingestionTime: ingestedAt,
        eventId: eventId(position),
      })),
      searchedLogStreams: [],
      ...(page?.more === true && last !== undefined && { nextToken: eventId(last.position) }),
    };
  },
);

function filterOf(pattern: string): Filter {
  try {
    return compileFilter(pattern);
  } catch (error) {
    throw error instanceof FilterError ? logsErrors.invalid(error.message) : error;
  }
}

async function namesWith({ store }: LogsContext, group: string, prefix: string): Promise<string[]> {
  return ((await store.streams(group)) ?? []).flatMap(({ name }) => (name.startsWith(prefix) ? name : []));
}

async function requireStreams({ store }: LogsContext, group: string, wanted: readonly string[]): Promise<void> {
  if ((await store.hasStreams(group, wanted)) !== true) throw logsErrors.noStream();
}
