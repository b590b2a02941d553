import { join } from 'node:path';
import type { Clock } from '../../../common/clock.ts';
import { codeOf, messageOf } from '../../../common/codedError.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { Emitter } from '../../../common/emitter.ts';
import type { Logger } from '../../../common/logger.ts';
import { storageError } from '../../store/storageError.ts';
import type { EventPage, EventQuery } from './eventQuery.ts';
import { folderName } from './folderName.ts';
import { namesIn, readGroup, readSegments } from './groupFolder.ts';
import { GroupLog } from './groupLog.ts';
import { LineAssembler } from './lineAssembler.ts';
import type { GroupInfo, LogEvent, StreamInfo } from './logEvent.ts';
import { OpenFiles } from './openFiles.ts';
import type { PendingTotal } from './pendingEvents.ts';

export interface LogStoreOptions {
  /** Of the store alone; made where it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How much of each group is kept, in bytes. */
  readonly limitBytes: () => number;
}

export interface FollowedEvent extends LogEvent {
  readonly group: string;
}

/** Milliseconds for which events are gathered before they are written. */
const gatherMs = 100;
/** And for which a line without an end waits for the rest. */
const partialMs = 1_000;
const mostOpenFiles = 64;
/** Groups that are written at once. */
const mostWriters = 32;
/** Characters that wait to be written at most: what comes beyond is dropped, as a disk that slow will not catch up. */
const mostPending = 32 * 1024 * 1024;

/**
 * Log groups and streams on disk. Taking an event is synchronous and cheap; it is on disk within 100 ms or so, and a crash loses no more
 * than that. Groups and streams come to be with their first event.
 */
export class LogStore {
  readonly #options: LogStoreOptions;
  readonly #groups: Map<string, GroupLog>;
  readonly #files: OpenFiles;
  readonly #lines = new Map<string, LineAssembler>();
  readonly #followers = new Emitter<FollowedEvent>();
  readonly #toWrite = new Set<GroupLog>();
  readonly #pending: PendingTotal;
  /** Groups that are being removed, by name. */
  readonly #removals = new Map<string, Promise<void>>();
  #timer: Disposable | undefined;
  #writers = 0;
  #failing = false;
  #dropping = false;
  #closed = false;

  private constructor(options: LogStoreOptions, groups: Map<string, GroupLog>, files: OpenFiles, pending: PendingTotal) {
    this.#options = options;
    this.#groups = groups;
    this.#files = files;
    this.#pending = pending;
  }

  /** With what earlier runs left in the folder; what cannot be read is left out and told. */
  static async open(options: LogStoreOptions): Promise<LogStore> {
    const { folder, limitBytes, logger } = options;
    const files = new OpenFiles(mostOpenFiles);
    const groups = new Map<string, GroupLog>();
    const pending: PendingTotal = { characters: 0 };
    const after = Promise.resolve();
    try {
      for (const name of await namesIn(folder)) {
        const settings = await readGroup(join(folder, name));
        if (settings === undefined || folderName(settings.name) !== name) continue;
        const path = join(folder, name);
        const segments = await readSegments(path);
        groups.set(settings.name, new GroupLog({ settings, folder: path, segments, files, limitBytes, exists: true, pending, after }));
      }
    } catch (error) {
      logger.warn(`Logs of earlier runs in ${folder} cannot be read: ${messageOf(error)}`);
    }
    return new LogStore(options, groups, files, pending);
  }

  get openFiles(): number {
    return this.#files.count;
  }

  /** Characters that are yet to be written. */
  get pendingCharacters(): number {
    return this.#pending.characters;
  }

  /** Takes output of a process: any piece of text, which becomes an event a line. `at`: milliseconds since the epoch. Never throws. */
  append(group: string, stream: string, at: number, text: string): void {
    const lines = this.#linesOf(group);
    lines.push(stream, at, text, (lineAt, line) => this.#add(group, stream, lineAt, line));
    if (lines.pending > 0) this.#schedule();
  }

  /** Takes one event, of however many lines. A line that was begun before it ends there. Never throws. */
  appendEvent(group: string, stream: string, at: number, text: string): void {
    const lines = this.#lines.get(group);
    if (lines !== undefined) lines.end(stream, (lineAt, line) => this.#add(group, stream, lineAt, line));
    this.#add(group, stream, at, text);
  }

  /** Tells each event as it is taken. */
  follow(listener: (event: FollowedEvent) => void): Disposable {
    return this.#followers.event(listener);
  }

  /** By name. */
  groups(): readonly GroupInfo[] {
    return Array.from(this.#groups.values(), ({ info }) => info).sort((a, b) => compareNames(a.name, b.name));
  }

  hasGroup(name: string): boolean {
    return this.#groups.has(name);
  }

  /** By name. Undefined where there is no such group; likewise below. */
  async streams(group: string): Promise<readonly StreamInfo[] | undefined> {
    const streams = await this.#groups.get(group)?.streams();
    return streams && Array.from(streams).sort((a, b) => compareNames(a.name, b.name));
  }

  /** Whether all of them are there. */
  async hasStreams(group: string, names: readonly string[]): Promise<boolean | undefined> {
    return this.#groups.get(group)?.hasStreams(names);
  }

  async events(group: string, query: EventQuery): Promise<EventPage | undefined> {
    return this.#groups.get(group)?.query(query, this.#options.clock.now());
  }

  /** False where it is there already. */
  async createGroup(name: string): Promise<boolean> {
    if (this.#groups.has(name)) return false;
    const group = this.#group(name);
    try {
      await group.make();
    } catch (error) {
      // Unless an event made it meanwhile.
      if (!group.hasPending && this.#groups.get(name) === group) this.#groups.delete(name);
      throw await storageError(error, this.#options.folder);
    }
    return true;
  }

  async deleteGroup(name: string): Promise<boolean> {
    const group = this.#groups.get(name);
    if (group === undefined) return false;
    this.#groups.delete(name);
    this.#lines.delete(name);
    this.#toWrite.delete(group);
    const removal = group.remove();
    this.#removals.set(name, removal);
    try {
      await removal;
    } finally {
      if (this.#removals.get(name) === removal) this.#removals.delete(name);
    }
    return true;
  }

  /** False where it is there already. */
  async createStream(group: string, name: string): Promise<boolean | undefined> {
    return this.#written(this.#groups.get(group)?.createStream(name, this.#options.clock.now()));
  }

  /** False where there is none. */
  async deleteStream(group: string, name: string): Promise<boolean | undefined> {
    this.#lines.get(group)?.drop(name);
    return this.#written(this.#groups.get(group)?.deleteStream(name));
  }

  /** Events that are older are not shown any more; undefined: all that are there. False where there is no such group. */
  async setRetention(group: string, days: number | undefined): Promise<boolean> {
    const log = this.#groups.get(group);
    await this.#written(log?.setRetention(days));
    return log !== undefined;
  }

  /** All that was taken is on disk then, as far as the disk takes it. */
  async flush(): Promise<void> {
    await Promise.all(Array.from(this.#groups.values(), (group) => this.#write(group)));
  }

  /** Writes what is left and closes the files; what comes later is dropped. */
  async close(): Promise<void> {
    for (const [group, lines] of this.#lines) {
      lines.endOlder(Infinity, (stream, at, line) => this.#add(group, stream, at, line));
    }
    this.#closed = true;
    this.#timer?.dispose();
    this.#followers.dispose();
    await this.flush();
    await this.#files.closeAll();
  }

  /** What the disk says of a change, in words for users: CodedError `DISK_FULL`, `DATA_FOLDER_UNUSABLE`. */
  async #written<T>(change: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await change;
    } catch (error) {
      throw await storageError(error, this.#options.folder);
    }
  }

  #add(group: string, stream: string, at: number, text: string): void {
    if (this.#closed || text === '') return;
    const ingestedAt = this.#options.clock.now();
    const log = this.#group(group);
    if (this.#dropping && !this.#mayTakeAgain()) return;
    const event = { stream, at, ingestedAt, text };
    log.append(event);
    if (this.#followers.listenerCount > 0) this.#followers.fire({ group, ...event });
    this.#toWrite.add(log);
    if (log.isLarge) this.#startWriters();
    else this.#schedule();
    if (this.#pending.characters > mostPending) this.#startDropping();
  }

  #startDropping(): void {
    this.#dropping = true;
    this.#options.logger.warn('Functions write more to their logs than the disk takes. What comes until it has caught up is not kept.');
  }

  #mayTakeAgain(): boolean {
    this.#dropping = this.#pending.characters > mostPending / 2;
    return !this.#dropping;
  }

  #group(name: string): GroupLog {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const { clock, folder, limitBytes } = this.#options;
    const group = new GroupLog({
      settings: { name, createdAt: clock.now() },
      folder: join(folder, folderName(name)),
      segments: [],
      files: this.#files,
      limitBytes,
      exists: false,
      pending: this.#pending,
      after: this.#removals.get(name)?.catch(() => undefined) ?? Promise.resolve(),
    });
    this.#groups.set(name, group);
    return group;
  }

  #linesOf(group: string): LineAssembler {
    const known = this.#lines.get(group);
    if (known !== undefined) return known;
    const lines = new LineAssembler();
    this.#lines.set(group, lines);
    return lines;
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = this.#options.clock.after(gatherMs, () => {
      this.#timer = undefined;
      const longAgo = this.#options.clock.now() - partialMs;
      for (const [group, lines] of this.#lines) {
        lines.endOlder(longAgo, (stream, at, line) => this.#add(group, stream, at, line));
        if (lines.pending > 0) this.#schedule();
      }
      this.#startWriters();
    });
  }

  #startWriters(): void {
    while (this.#writers < mostWriters && this.#writers < this.#toWrite.size) {
      this.#writers += 1;
      void this.#writeAll();
    }
  }

  async #writeAll(): Promise<void> {
    for (const group of this.#toWrite) {
      this.#toWrite.delete(group);
      await this.#write(group);
    }
    this.#writers -= 1;
  }

  async #write(group: GroupLog): Promise<void> {
    if (!group.hasPending) return;
    try {
      await group.flush();
      if (this.#failing) this.#options.logger.info(`Logs are kept again in ${this.#options.folder}.`);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#options.logger.warn(failure(this.#options.folder, error));
      this.#failing = true;
    }
  }
}

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function failure(folder: string, error: unknown): string {
  const full = fullCodes.has(codeOf(error) ?? '');
  const reason = full ? 'there is no space left' : messageOf(error);
  const advice = full ? 'Free some space there.' : 'Check that the folder exists and that you may write to it.';
  return `Functions' logs cannot be written to ${folder}: ${reason}. What they write is not kept until it can. ${advice}`;
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
