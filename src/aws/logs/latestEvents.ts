import type { LatestEvents, LogEvent } from './logsApi.ts';

/** A stream with when its last event was, in milliseconds since the epoch. */
export interface StreamEnd {
  readonly name: string;
  readonly lastAt: number;
}

/** What the last events of a group are found by. */
export interface LogReads {
  /** Those with the latest events first; a page after another. */
  streams(): AsyncIterable<readonly StreamEnd[]>;
  /** The last events of a stream, in the order of time. */
  tail(stream: string, limit: number): Promise<readonly LogEvent[]>;
}

/** As many streams are read at the same time. */
const together = 8;

/** The last events of a group: reads streams until the next one ends before all that is wanted. */
export async function latestEvents(reads: LogReads, { limit, ofStream = () => true }: LatestEvents): Promise<readonly LogEvent[]> {
  let latest: readonly LogEvent[] = [];
  for await (const page of reads.streams()) {
    const streams = page.filter(({ name }) => ofStream(name));
    for (let index = 0; index < streams.length; index += together) {
      const batch = streams.slice(index, index + together);
      const first = latest.length < limit ? undefined : latest[0];
      if (first !== undefined && batch.every(({ lastAt }) => lastAt < first.at)) return latest;
      const tails = await Promise.all(batch.map(({ name }) => reads.tail(name, limit)));
      latest = [...latest, ...tails.flat()].sort((one, other) => one.at - other.at).slice(-limit);
    }
  }
  return latest;
}
