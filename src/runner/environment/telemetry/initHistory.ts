import type { Subscription } from './subscription.ts';
import type { TelemetryEntry } from './telemetry.ts';

interface Told {
  readonly at: number;
  readonly entry: TelemetryEntry;
}

/** As much as the largest buffer that a subscriber may ask for. */
const maxItems = 10_000;
const maxBytes = 1_048_576;

/** What was told since the initialisation began, for those who subscribe in its course. */
export class InitHistory {
  readonly #told: Told[] = [];
  #bytes = 0;
  #droppedRecords = 0;
  #droppedBytes = 0;

  add(at: number, entry: TelemetryEntry): void {
    const { record } = entry;
    const bytes = Buffer.byteLength(typeof record === 'string' ? record : JSON.stringify(record));
    if (this.#told.length >= maxItems || this.#bytes + bytes > maxBytes) {
      this.#droppedRecords += 1;
      this.#droppedBytes += bytes;
      return;
    }
    this.#bytes += bytes;
    this.#told.push({ at, entry });
  }

  replay(subscription: Subscription): void {
    for (const { at, entry } of this.#told) subscription.tell(at, entry);
    if (this.#droppedRecords > 0) subscription.missed(this.#droppedRecords, this.#droppedBytes);
  }
}
