import type { StreamInfo } from '../store/logEvent.ts';
import { logsErrors } from './logsError.ts';
import { logsOperation, member } from './logsOperation.ts';
import { groupArn, groupNamed } from './names.ts';
import { sequenceToken } from './sequenceToken.ts';
import { pageToken, readPageToken } from './tokens.ts';

const defaultLimit = 50;

export const describeLogStreams = logsOperation(
  'DescribeLogStreams',
  {
    logGroupName: member.optionalText,
    logGroupIdentifier: member.optionalText,
    logStreamNamePrefix: member.optionalText,
    orderBy: member.optionalText,
    descending: member.optionalFlag,
    nextToken: member.optionalText,
    limit: member.optionalNumber,
  },
  async (context, { logStreamNamePrefix, orderBy, descending, nextToken, limit, ...named }) => {
    const byTime = orderBy === 'LastEventTime';
    if (byTime && typeof logStreamNamePrefix === 'string') {
      throw logsErrors.invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const group = groupNamed(context, named);
    const sign = descending === true ? -1 : 1;
    const compare = (a: Place, b: Place) => sign * ((byTime ? a.time - b.time : 0) || compareNames(a.name, b.name));
    const after = typeof nextToken === 'string' ? readPlace(nextToken) : undefined;
    const streams = (await context.store.streams(group)) ?? [];
    const found = streams
      .filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''))
      .map((stream) => ({ stream, place: placeOf(stream) }))
      .filter(({ place }) => after === undefined || compare(place, after) > 0)
      .sort((a, b) => compare(a.place, b.place));
    const page = found.slice(0, limit ?? defaultLimit);
    const last = page.at(-1);
    return {
      logStreams: page.map(({ stream }) => streamAnswer(groupArn(context, group), stream)),
      ...(page.length < found.length && last !== undefined && { nextToken: pageToken([String(last.place.time), last.place.name]) }),
    };
  },
);

interface Place {
  readonly time: number;
  readonly name: string;
}

function placeOf({ name, lastEventAt = 0 }: StreamInfo): Place {
  return { time: lastEventAt, name };
}

function readPlace(token: string): Place {
  const [time = '', name = ''] = readPageToken(token, 2);
  if (!/^\d{1,15}$/.test(time)) throw logsErrors.badToken();
  return { time: Number(time), name };
}

function streamAnswer(arn: string, stream: StreamInfo): object {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    ...(stream.lastIngestedAt !== undefined && {
      firstEventTimestamp: stream.firstEventAt,
      lastEventTimestamp: stream.lastEventAt,
      lastIngestionTime: stream.lastIngestedAt,
      uploadSequenceToken: sequenceToken(stream.lastIngestedAt),
    }),
    arn: `${arn}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
