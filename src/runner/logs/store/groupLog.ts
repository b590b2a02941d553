import { open } from 'node:fs/promises';
import { eventLine, markLine, storedTime } from './eventLine.ts';
import { type EventPage, type EventQuery, queryEvents } from './eventQuery.ts';
import { type GroupSettings, newSegment, readSegments, removeFile, writeGroup } from './groupFolder.ts';
import type { GroupInfo, LogEvent, StreamInfo } from './logEvent.ts';
import type { OpenFiles } from './openFiles.ts';
import { PendingEvents, type PendingTotal } from './pendingEvents.ts';
import type { BlockContents, Segment } from './segment.ts';
import { scanSegment } from './segmentScan.ts';
import { StreamTable } from './streamTable.ts';

export interface GroupLogOptions {
  readonly settings: GroupSettings;
  readonly folder: string;
  /** Of earlier runs. */
  readonly segments: readonly Segment[];
  readonly files: OpenFiles;
  /** How much of the group is kept, in bytes. */
  readonly limitBytes: () => number;
  /** Whether `group.json` is on disk. */
  readonly exists: boolean;
  readonly pending: PendingTotal;
  /** Until then the folder is somebody else's. */
  readonly after: Promise<unknown>;
}

/** What becomes one write, perhaps with others. */
interface Writable {
  readonly lines: readonly string[];
  /** Of the streams that are to be named before them. */
  readonly keys: ReadonlySet<string>;
  readonly contents: BlockContents;
}

const nothing: BlockContents = { minAt: Infinity, maxAt: -Infinity, keys: new Set() };
const newline = 0x0a;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The log of one group: all of its streams in one row of segments, so that hundreds of environments that write at once are one write.
 * The oldest segment goes when the group is larger than it may be. What is on disk is touched by one task at a time.
 */
export class GroupLog {
  readonly #options: GroupLogOptions;
  readonly #streams = new StreamTable();
  readonly #pending: PendingEvents;
  readonly #segments: Segment[];
  #settings: GroupSettings;
  #exists: boolean;
  /** Undefined: the next write finds or makes one. */
  #current: Segment | undefined;
  /** Keys whose streams the current segment names. */
  #named = new Set<string>();
  #queue: Promise<unknown>;
  /** Whether this run has chosen a segment. */
  #begun = false;
  #removed = false;

  constructor(options: GroupLogOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#exists = options.exists;
    this.#segments = [...options.segments];
    this.#pending = new PendingEvents(options.pending);
    this.#queue = options.after;
  }

  get info(): GroupInfo {
    return { ...this.#settings, storedBytes: this.#storedBytes };
  }

  get hasPending(): boolean {
    return !this.#pending.isEmpty;
  }

  /** Whether a write is worth its while at once. */
  get isLarge(): boolean {
    return this.#pending.isLarge;
  }

  get #storedBytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0);
  }

  append({ stream, at, ingestedAt, text }: LogEvent): void {
    const head = { key: this.#streams.ensure(stream, ingestedAt), at: storedTime(at), ingestedAt: storedTime(ingestedAt) };
    this.#streams.count(head);
    this.#pending.add(head.key, head.at, eventLine(head.key, head.at, head.ingestedAt, text));
  }

  /** Writes what is pending. Throws what the disk says; what was to be written is dropped then. */
  flush(): Promise<void> {
    return this.#exclusive(() => this.#write());
  }

  async streams(): Promise<readonly StreamInfo[]> {
    await this.#settle();
    return this.#streams.all;
  }

  async hasStreams(names: readonly string[]): Promise<boolean> {
    await this.#settle();
    return names.every((name) => this.#streams.has(name));
  }

  async query(query: EventQuery, now: number): Promise<EventPage> {
    await this.#settle();
    const { retentionDays } = this.#settings;
    const oldest = retentionDays === undefined ? 0 : now - retentionDays * dayMs;
    const keys = query.streams && new Set(query.streams.map((name) => this.#streams.keyOf(name)));
    return queryEvents([...this.#segments], this.#streams, keys, { ...query, from: Math.max(query.from ?? 0, oldest) });
  }

  /** False where it is there already. */
  async createStream(name: string, now: number): Promise<boolean> {
    return this.#exclusive(async () => {
      await this.#write();
      await this.#scan();
      if (this.#streams.has(name)) return false;
      const key = this.#streams.ensure(name, now);
      try {
        await this.#writeChunks([{ lines: [], keys: new Set([key]), contents: nothing }]);
      } catch (error) {
        // Unless an event made it meanwhile.
        if (!this.#pending.has(key)) this.#streams.forget(key);
        this.#named.delete(key);
        throw error;
      }
      return true;
    });
  }

  /** False where there is none. */
  async deleteStream(name: string): Promise<boolean> {
    return this.#exclusive(async () => {
      await this.#write();
      await this.#scan();
      if (!this.#streams.has(name)) return false;
      const key = this.#streams.keyOf(name);
      const segment = await this.#segmentToWrite();
      this.#streams.delete(key, { segment: segment.number, offset: segment.size });
      this.#named.delete(key);
      await this.#writeChunks([{ lines: [markLine({ deleted: key })], keys: new Set(), contents: nothing }]);
      return true;
    });
  }

  setRetention(days: number | undefined): Promise<void> {
    return this.#exclusive(async () => {
      const { name, createdAt } = this.#settings;
      await this.#make();
      const settings = { name, createdAt, ...(days !== undefined && { retentionDays: days }) };
      await writeGroup(this.#options.folder, settings);
      this.#settings = settings;
    });
  }

  /** Makes the group known to later runs, though it has no event yet. */
  make(): Promise<void> {
    return this.#exclusive(() => this.#make());
  }

  /** Removes all of it from the disk; what is written to it from now on is dropped. */
  remove(): Promise<void> {
    this.#removed = true;
    return this.#exclusive(async () => {
      this.#pending.clear();
      await Promise.all(this.#segments.map(({ path }) => this.#options.files.close(path)));
      await removeFile(this.#options.folder);
    });
  }

  async #settle(): Promise<void> {
    await this.#exclusive(async () => {
      // What cannot be written is dropped and told where it is flushed; what is there can be read.
      await this.#write().catch(() => undefined);
      await this.#scan();
    });
  }

  #exclusive<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(task);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #write(): Promise<void> {
    for (let chunks = this.#pending.take(); chunks.length > 0 && !this.#removed; chunks = this.#pending.take()) await this.#writeChunks(chunks);
  }

  async #writeChunks(chunks: readonly Writable[]): Promise<void> {
    await this.#make();
    const segment = await this.#segmentToWrite();
    const pieces = chunks.map((chunk) => ({ contents: chunk.contents, bytes: Buffer.from(this.#marksFor(chunk.keys) + chunk.lines.join('')) }));
    try {
      await this.#options.files.append(segment.path, Buffer.concat(pieces.map(({ bytes }) => bytes)));
    } catch (error) {
      // It may be half-written: the rest goes elsewhere.
      this.#current = undefined;
      if (segment.size === 0) await this.#discard(segment);
      throw error;
    }
    for (const { bytes, contents } of pieces) segment.grow(bytes.length, contents);
    await this.#dropOldest();
  }

  /** The names of streams that the current segment does not have yet. */
  #marksFor(keys: ReadonlySet<string>): string {
    const marks = Array.from(keys)
      .filter((key) => !this.#named.has(key))
      .flatMap((key) => this.#streams.markOf(key) ?? []);
    for (const key of keys) this.#named.add(key);
    return marks.map(markLine).join('');
  }

  async #make(): Promise<void> {
    if (this.#exists) return;
    await writeGroup(this.#options.folder, this.#settings);
    // Where an earlier run's `group.json` was damaged, there are some.
    this.#segments.unshift(...(await readSegments(this.#options.folder)));
    this.#exists = true;
  }

  async #discard(segment: Segment): Promise<void> {
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    await removeFile(segment.path).catch(() => undefined);
  }

  async #segmentToWrite(): Promise<Segment> {
    const largest = segmentBytes(this.#options.limitBytes());
    if (this.#current !== undefined && this.#current.size < largest) return this.#current;
    const last = this.#segments.at(-1);
    const isFirst = !this.#begun;
    this.#begun = true;
    if (isFirst && last !== undefined && last.size < largest && (await endsWell(last))) {
      this.#current = last;
      return last;
    }
    if (this.#current !== undefined) await this.#options.files.close(this.#current.path);
    const segment = newSegment(this.#options.folder, (last?.number ?? 0) + 1);
    this.#segments.push(segment);
    this.#named = new Set();
    this.#current = segment;
    return segment;
  }

  async #dropOldest(): Promise<void> {
    const limit = this.#options.limitBytes();
    while (this.#segments.length > 1 && this.#storedBytes > limit) {
      const oldest = this.#segments.shift();
      if (oldest === undefined) return;
      await this.#options.files.close(oldest.path);
      // Where somebody reads it just now, the next start sees it again.
      await removeFile(oldest.path).catch(() => undefined);
      this.#forgetStreamsOf(oldest);
    }
  }

  /** A stream goes with the last of its events. */
  #forgetStreamsOf(segment: Segment): void {
    const left = new Set<string>(this.#named);
    for (const { blocks } of this.#segments) {
      // It may hold any stream.
      if (blocks === undefined) return;
      for (const { keys } of blocks) for (const key of keys) left.add(key);
    }
    for (const { keys } of segment.blocks ?? []) {
      for (const key of keys) if (!left.has(key) && !this.#pending.has(key)) this.#streams.forget(key);
    }
  }

  /** Looks into the segments of earlier runs, once. */
  async #scan(): Promise<void> {
    for (const segment of this.#segments.filter(({ blocks }) => blocks === undefined)) {
      const place = (offset: number) => ({ segment: segment.number, offset });
      segment.blocks = await scanSegment(segment.path, segment.size, {
        event: (head) => this.#streams.count(head),
        mark: (mark, offset) => this.#streams.found(mark, place(offset)),
      });
    }
  }
}

/** So many that what goes at once is a small part of the whole. */
function segmentBytes(limit: number): number {
  return Math.min(8 * 1024 * 1024, Math.max(64 * 1024, Math.floor(limit / 8)));
}

/** Whether the last line of an earlier run is whole. */
async function endsWell(segment: Segment): Promise<boolean> {
  if (segment.size === 0) return true;
  try {
    const file = await open(segment.path, 'r');
    try {
      const last = Buffer.alloc(1);
      await file.read(last, 0, 1, segment.size - 1);
      return last[0] === newline;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
