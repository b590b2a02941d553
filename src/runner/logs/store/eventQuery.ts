import { headOf, textOf } from './eventLine.ts';
import { comparePositions, type EventPosition, type StoredEvent } from './logEvent.ts';
import type { Block, Segment } from './segment.ts';
import { readLines } from './segmentScan.ts';
import type { StreamTable } from './streamTable.ts';

export interface EventQuery {
  /** Names; absent: all. */
  readonly streams?: readonly string[];
  /** Milliseconds since the epoch; `from` is in, `to` is out. */
  readonly from?: number;
  readonly to?: number;
  /** What comes after it, or where `forward` is false before it. */
  readonly cursor?: EventPosition;
  readonly limit: number;
  /** Of the texts, in bytes; one event comes however long it is. */
  readonly maxBytes: number;
  /** False: the latest first. */
  readonly forward: boolean;
  matches?(text: string): boolean;
}

export interface EventPage {
  /** In the query's direction. */
  readonly events: readonly StoredEvent[];
  readonly more: boolean;
}

/** What CloudWatch Logs counts for an event besides its text, in bytes. */
const eventOverhead = 26;

/** Reads no more of the segments than the query needs, and holds no more than its page. */
export async function queryEvents(
  segments: readonly Segment[],
  streams: StreamTable,
  keys: ReadonlySet<string> | undefined,
  query: EventQuery,
): Promise<EventPage> {
  const page = new PageBuilder(query);
  for (const { segment, block } of blocksInOrder(segments, keys, query)) {
    if (page.isBeyond(query.forward ? block.minAt : block.maxAt)) break;
    await readLines(segment.path, block.offset, block.offset + block.length, (line, offset) => {
      const head = headOf(line);
      if (head === undefined || (keys !== undefined && !keys.has(head.key))) return;
      const position = { at: head.at, segment: segment.number, offset };
      if (!page.wants(position) || streams.isHidden(head.key, segment.number, offset)) return;
      const text = textOf(line);
      const stream = streams.nameOf(head.key);
      if (text === undefined || stream === undefined || query.matches?.(text) === false) return;
      page.add({ at: head.at, ingestedAt: head.ingestedAt, stream, text, position });
    });
    page.cut();
  }
  return page.build();
}

interface Candidate {
  readonly segment: Segment;
  readonly block: Block;
}

function blocksInOrder(segments: readonly Segment[], keys: ReadonlySet<string> | undefined, query: EventQuery): Candidate[] {
  const { from = -Infinity, to = Infinity, cursor, forward } = query;
  const earliest = forward ? Math.max(from, cursor?.at ?? from) : from;
  const latest = forward ? to : Math.min(to, cursor?.at ?? to);
  const candidates = segments.flatMap((segment) =>
    (segment.blocks ?? [])
      .filter(({ minAt, maxAt }) => minAt <= latest && maxAt >= earliest)
      .filter((block) => keys === undefined || Array.from(keys).some((key) => block.keys.has(key)))
      .map((block) => ({ segment, block })),
  );
  // Stable: blocks of one time stay as they were written.
  return candidates.sort((a, b) => (forward ? a.block.minAt - b.block.minAt : b.block.maxAt - a.block.maxAt));
}

/** The first events of a query's direction, of those that were added in any order. */
class PageBuilder {
  readonly #query: EventQuery;
  readonly #compare: (a: EventPosition, b: EventPosition) => number;
  #events: StoredEvent[] = [];
  /** Where the page is full: its last event and all behind it are for the next. */
  #bound: EventPosition | undefined;

  constructor(query: EventQuery) {
    this.#query = query;
    this.#compare = query.forward ? comparePositions : (a, b) => comparePositions(b, a);
  }

  isBeyond(at: number): boolean {
    if (this.#bound === undefined) return false;
    return this.#query.forward ? at > this.#bound.at : at < this.#bound.at;
  }

  wants(position: EventPosition): boolean {
    const { from, to, cursor } = this.#query;
    if (from !== undefined && position.at < from) return false;
    if (to !== undefined && position.at >= to) return false;
    if (cursor !== undefined && this.#compare(position, cursor) <= 0) return false;
    return this.#bound === undefined || this.#compare(position, this.#bound) < 0;
  }

  add(event: StoredEvent): void {
    this.#events.push(event);
    // A block of many small events holds more than a page.
    if (this.#events.length > 2 * this.#query.limit + 1_000) this.cut();
  }

  cut(): void {
    this.#events.sort((a, b) => this.#compare(a.position, b.position));
    const length = this.#pageLength();
    const next = this.#events[length];
    if (next === undefined) return;
    this.#bound = next.position;
    this.#events.length = length;
  }

  build(): EventPage {
    this.cut();
    return { events: this.#events, more: this.#bound !== undefined };
  }

  #pageLength(): number {
    const { limit, maxBytes } = this.#query;
    let bytes = 0;
    for (const [index, { text }] of this.#events.entries()) {
      if (index === limit) return limit;
      bytes += Buffer.byteLength(text) + eventOverhead;
      if (bytes > maxBytes && index > 0) return index;
    }
    return this.#events.length;
  }
}
