import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { Destination } from './destination.ts';
import { type EntryFormat, entryFormat } from './entryFormat.ts';
import type { Category, SubscriptionRequest } from './subscriptionRequest.ts';
import type { TelemetryEntry } from './telemetry.ts';

interface Batch {
  readonly texts: string[];
  bytes: number;
}

/** Lambda's words; they are in `platform.logsDropped`. */
const fallenBehind = 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.';
/** How long after a delivery that failed the next is tried: twice as long each time, in milliseconds. */
const firstRetryMs = 50;
const lastRetryMs = 5000;

/**
 * One subscriber: gathers what it is told into batches and delivers them one after another, each until it has arrived. A subscriber
 * that is slow or gone has at most two batches' worth waiting; what comes on top is dropped and counted, and told when it hears again.
 */
export class Subscription {
  readonly request: SubscriptionRequest;
  readonly #types: ReadonlySet<string>;
  readonly #format: EntryFormat;
  readonly #destination: Destination;
  readonly #clock: Clock;
  #gathering: Batch = { texts: [], bytes: 0 };
  readonly #ready: Batch[] = [];
  #timeout: Disposable | undefined;
  #retry: Disposable | undefined;
  #retryMs = firstRetryMs;
  #sending = false;
  #waitingItems = 0;
  #waitingBytes = 0;
  #droppedRecords = 0;
  #droppedBytes = 0;
  #disposed = false;
  #flushed: (() => void)[] = [];

  constructor(request: SubscriptionRequest, destination: Destination, clock: Clock) {
    this.request = request;
    this.#types = new Set<string>(request.types);
    this.#format = entryFormat(request.schemaVersion);
    this.#destination = destination;
    this.#clock = clock;
  }

  tell(at: number, entry: TelemetryEntry): void {
    if (!this.#types.has(categoryOf(entry))) return;
    for (const text of this.#format(at, entry)) this.#add(text);
  }

  /** Has missed what was told before it was there. */
  missed(records: number, bytes: number): void {
    this.#droppedRecords += records;
    this.#droppedBytes += bytes;
    this.#tellDropped();
  }

  /** Delivers what is gathered; resolves when it has arrived, or a delivery has failed. */
  flush(): Promise<void> {
    this.#close();
    if (this.#ready.length === 0 || this.#disposed) return Promise.resolve();
    const done = new Promise<void>((resolve) => this.#flushed.push(resolve));
    this.retry();
    return done;
  }

  /** Tries at once what was to be tried later: its listener may be there again. */
  retry(): void {
    this.#retry?.dispose();
    this.#retry = undefined;
    this.#send();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timeout?.dispose();
    this.#retry?.dispose();
    this.#destination.dispose();
    this.#settleFlushes();
  }

  #add(text: string): void {
    const { maxItems, maxBytes } = this.request.buffering;
    const bytes = Buffer.byteLength(text);
    const full = this.#waitingItems >= 2 * maxItems || this.#waitingBytes + bytes > 2 * maxBytes;
    // A single text larger than all there may be is taken nevertheless, by itself.
    if (full && this.#waitingItems > 0) {
      this.#droppedRecords += 1;
      this.#droppedBytes += bytes;
    } else {
      this.#take(text, bytes);
    }
  }

  #take(text: string, bytes: number): void {
    const { maxItems, maxBytes, timeoutMs } = this.request.buffering;
    this.#waitingItems += 1;
    this.#waitingBytes += bytes;
    this.#gathering.texts.push(text);
    this.#gathering.bytes += bytes;
    if (this.#gathering.texts.length >= maxItems || this.#gathering.bytes >= maxBytes) this.#close();
    else this.#timeout ??= this.#clock.after(timeoutMs, () => this.#close());
  }

  /** Ends the batch that is gathered. */
  #close(): void {
    this.#timeout?.dispose();
    this.#timeout = undefined;
    if (this.#gathering.texts.length === 0) return;
    this.#ready.push(this.#gathering);
    this.#gathering = { texts: [], bytes: 0 };
    if (this.#retry === undefined) this.#send();
  }

  #send(): void {
    const [batch] = this.#ready;
    if (batch === undefined || this.#sending || this.#disposed) return;
    this.#sending = true;
    this.#destination.deliver(batch.texts).then(
      () => this.#arrived(batch),
      () => this.#failed(),
    );
  }

  #arrived(batch: Batch): void {
    this.#sending = false;
    this.#retryMs = firstRetryMs;
    this.#ready.shift();
    this.#waitingItems -= batch.texts.length;
    this.#waitingBytes -= batch.bytes;
    this.#tellDropped();
    if (this.#ready.length === 0) this.#settleFlushes();
    this.#send();
  }

  #failed(): void {
    this.#sending = false;
    this.#settleFlushes();
    if (this.#disposed) return;
    this.#retry = this.#clock.after(this.#retryMs, () => {
      this.#retry = undefined;
      this.#send();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs);
  }

  #tellDropped(): void {
    if (this.#droppedRecords === 0 || this.#disposed) return;
    const record = { reason: fallenBehind, droppedRecords: this.#droppedRecords, droppedBytes: this.#droppedBytes };
    this.#droppedRecords = 0;
    this.#droppedBytes = 0;
    for (const text of this.#format(this.#clock.now(), { type: 'platform.logsDropped', record })) {
      this.#take(text, Buffer.byteLength(text));
    }
  }

  #settleFlushes(): void {
    for (const resolve of this.#flushed.splice(0)) resolve();
  }
}

function categoryOf({ type }: TelemetryEntry): Category {
  return type === 'function' || type === 'extension' ? type : 'platform';
}
