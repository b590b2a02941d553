import {
  type EventOutcome,
  type EventProgress,
  events,
  outcomes,
  payloads,
  progress,
  type QueuedEvent,
  responses,
  type StoredEvent,
} from './asyncEventDocuments.ts';
import { type DocumentWrite, deleting, putting } from './documentKind.ts';
import type { DocumentStore } from './documentStore.ts';

/** An event that is not done with: still to run, or, with an outcome, still to be told of. */
export interface ListedEvent {
  readonly event: QueuedEvent;
  readonly outcome?: EventOutcome;
}

/**
 * The events that are accepted and not yet done with. Every change is on disk when it resolves, all of it or nothing; parallel
 * calls share one flush of the disk. Payloads are read one by one.
 */
export class AsyncEventStore {
  readonly #store: DocumentStore;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  append(event: StoredEvent, payload: string): Promise<void> {
    return this.#store.write(appending(event, payload));
  }

  /** In the order in which they were accepted: at start, before any other call, to go on with them. */
  async list(): Promise<readonly ListedEvent[]> {
    const [stored, made, ended] = await Promise.all([this.#store.scan(events), this.#store.scan(progress), this.#store.scan(outcomes)]);
    const progressById = new Map(made.map(({ key, value }) => [key, value]));
    const outcomeById = new Map(ended.map(({ key, value }) => [key, value]));
    await this.#dropOrphans(
      made.map(({ key }) => key),
      new Set(stored.map(({ key }) => key)),
    );
    return stored
      .map(({ key, value }) => listed(value, progressById.get(key), outcomeById.get(key)))
      .sort((one, other) => one.event.enqueuedAt - other.event.enqueuedAt);
  }

  /** Undefined where it cannot be read any more. */
  async payload(id: string): Promise<string | undefined> {
    return (await this.#store.get(payloads, id)) ?? (await this.#store.get(events, id))?.payload;
  }

  /** The function's last response, where it gave one. */
  response(id: string): Promise<string | undefined> {
    return this.#store.get(responses, id);
  }

  /** Has no effect where the event is gone. */
  update(id: string, change: EventProgress): Promise<void> {
    const { attempts, backOffs, notBefore, refused } = change;
    return this.#store.put(progress, id, { attempts, backOffs, notBefore, ...(refused !== undefined && { refused }) });
  }

  /** It does not run any more, and stays until everything is delivered. */
  finish(id: string, outcome: EventOutcome, response?: string): Promise<void> {
    const more = response === undefined ? [] : [putting(responses, id, response)];
    return this.#store.write([putting(outcomes, id, outcome), ...more]);
  }

  /** Other deliveries than before; without any, it is done with. */
  updateOutcome(id: string, outcome: EventOutcome): Promise<void> {
    return this.#store.write(updatingOutcome(id, outcome));
  }

  /** Like `updateOutcome`, and makes another event of the same write. */
  handOver(id: string, outcome: EventOutcome, next: StoredEvent, payload: string): Promise<void> {
    return this.#store.write([...appending(next, payload), ...updatingOutcome(id, outcome)]);
  }

  remove(id: string): Promise<void> {
    return this.#store.write(removing(id));
  }

  /** Of updates that came after their event was removed. */
  async #dropOrphans(ids: readonly string[], known: ReadonlySet<string>): Promise<void> {
    const drops: DocumentWrite[] = ids.filter((id) => !known.has(id)).map((id) => deleting(progress, id));
    await this.#store.write(drops);
  }
}

/** An event in the queue; without progress, one that was just accepted. */
export function queuedEvent(event: StoredEvent, made?: EventProgress): QueuedEvent {
  return { ...event, ...(made ?? { attempts: 0, backOffs: 0, notBefore: event.enqueuedAt }) };
}

function listed(
  { payload: _apart, ...event }: StoredEvent & { readonly payload?: string },
  made: EventProgress | undefined,
  outcome: EventOutcome | undefined,
): ListedEvent {
  return { event: queuedEvent(event, made), ...(outcome !== undefined && { outcome }) };
}

function appending(event: StoredEvent, payload: string): readonly DocumentWrite[] {
  return [putting(events, event.id, event), putting(payloads, event.id, payload)];
}

function updatingOutcome(id: string, outcome: EventOutcome): readonly DocumentWrite[] {
  return outcome.deliveries.length === 0 ? removing(id) : [putting(outcomes, id, outcome)];
}

function removing(id: string): readonly DocumentWrite[] {
  return [deleting(events, id), deleting(payloads, id), deleting(progress, id), deleting(outcomes, id), deleting(responses, id)];
}
