import { describe, expect, test } from 'vitest';
import { latestEvents, type LogReads } from '../../../../src/aws/logs/latestEvents.ts';
import type { LogEvent } from '../../../../src/aws/logs/logsApi.ts';

/** Streams by name, each with the times of its events; which of them were read is noted. */
function readsOf(times: Readonly<Record<string, readonly number[]>>, pageSize = 50): LogReads & { readonly read: string[] } {
  const read: string[] = [];
  const ends = Object.entries(times).map(([name, all]) => ({ name, lastAt: all.at(-1) ?? 0 }));
  const sorted = ends.sort((one, other) => other.lastAt - one.lastAt);
  return {
    read,
    async *streams() {
      for (let index = 0; index < sorted.length; index += pageSize) yield sorted.slice(index, index + pageSize);
    },
    async tail(stream, limit) {
      read.push(stream);
      return (times[stream] ?? []).slice(-limit).map((at): LogEvent => ({ stream, at, text: `${stream}@${at}` }));
    },
  };
}

const textsOf = (events: readonly LogEvent[]) => events.map(({ text }) => text);

describe('the last events of a group', () => {
  test('are those of all its streams, in the order of time', async () => {
    const reads = readsOf({ a: [1, 4], b: [2, 3], c: [5] });
    expect(textsOf(await latestEvents(reads, { logGroup: 'g', limit: 4 }))).toEqual(['b@2', 'b@3', 'a@4', 'c@5']);
  });

  test('ask no stream that ended before all of them', async () => {
    const old = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`old${index}`, [index]]));
    const reads = readsOf({ ...old, fresh: [100, 101, 102], other: [99] }, 8);
    expect(textsOf(await latestEvents(reads, { logGroup: 'g', limit: 3 }))).toEqual(['fresh@100', 'fresh@101', 'fresh@102']);
    expect(reads.read.length).toBeLessThanOrEqual(8);
  });

  test('come of some streams only, where so asked', async () => {
    const reads = readsOf({ '2026/01/31/mine[1]x': [1], '2026/01/31/theirs[1]x': [2] });
    const events = await latestEvents(reads, { logGroup: 'g', limit: 9, ofStream: (name) => name.includes('/mine[') });
    expect(events.map(({ at }) => at)).toEqual([1]);
  });
});
