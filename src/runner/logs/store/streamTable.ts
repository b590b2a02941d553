import { type EventHead, type Mark, streamKey } from './eventLine.ts';
import type { StreamInfo } from './logEvent.ts';

interface Entry {
  readonly key: string;
  readonly name: string;
  createdAt: number;
  firstEventAt?: number;
  lastEventAt?: number;
  lastIngestedAt?: number;
}

interface Place {
  readonly segment: number;
  readonly offset: number;
}

/** The streams of a group, by name and by the keys that stand for them on disk. */
export class StreamTable {
  readonly #byName = new Map<string, Entry>();
  readonly #byKey = new Map<string, Entry>();
  /** Where a stream was deleted: what lies before is gone. */
  readonly #deleted = new Map<string, Place>();
  /** Keys of streams that were written or made in this run. */
  readonly #live = new Set<string>();

  get all(): readonly StreamInfo[] {
    return Array.from(this.#byName.values());
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  nameOf(key: string): string | undefined {
    return this.#byKey.get(key)?.name;
  }

  markOf(key: string): Mark | undefined {
    const entry = this.#byKey.get(key);
    return entry && { stream: key, name: entry.name, createdAt: entry.createdAt };
  }

  /** Makes it known where it is not. Answers its key. */
  ensure(name: string, createdAt: number): string {
    const known = this.#byName.get(name);
    if (known !== undefined && this.#live.has(known.key)) return known.key;
    const { key } = known ?? this.#add(streamKey(name), name, createdAt);
    this.#live.add(key);
    return key;
  }

  /** The key that stands for a name, known or not. */
  keyOf(name: string): string {
    return this.#byName.get(name)?.key ?? streamKey(name);
  }

  /** Counts an event of a stream that is known. */
  count({ key, at, ingestedAt }: EventHead): void {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    entry.firstEventAt = Math.min(entry.firstEventAt ?? at, at);
    entry.lastEventAt = Math.max(entry.lastEventAt ?? at, at);
    entry.lastIngestedAt = Math.max(entry.lastIngestedAt ?? ingestedAt, ingestedAt);
  }

  /** A mark that was found on disk. */
  found(mark: Mark, place: Place): void {
    if ('deleted' in mark) {
      // What this run wrote comes after it.
      if (this.#live.has(mark.deleted)) this.#deleted.set(mark.deleted, this.#deleted.get(mark.deleted) ?? place);
      else this.delete(mark.deleted, place);
      return;
    }
    const entry = this.#byKey.get(mark.stream) ?? this.#add(mark.stream, mark.name, mark.createdAt);
    entry.createdAt = Math.min(entry.createdAt, mark.createdAt);
  }

  /** Its events before `place` are no more. */
  delete(key: string, place: Place): void {
    this.#deleted.set(key, place);
    this.forget(key);
  }

  forget(key: string): void {
    const entry = this.#byKey.get(key);
    this.#byKey.delete(key);
    this.#live.delete(key);
    if (entry !== undefined) this.#byName.delete(entry.name);
  }

  isHidden(key: string, segment: number, offset: number): boolean {
    const deleted = this.#deleted.get(key);
    return deleted !== undefined && (segment < deleted.segment || (segment === deleted.segment && offset < deleted.offset));
  }

  #add(key: string, name: string, createdAt: number): Entry {
    const entry: Entry = { key, name, createdAt };
    this.#byName.set(name, entry);
    this.#byKey.set(key, entry);
    return entry;
  }
}
