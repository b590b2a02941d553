import * as v from 'valibot';

import { type DocumentKind, type DocumentWrite, deleting } from './documentKind.ts';
import type { DocumentStore } from './documentStore.ts';

/** An accepted asynchronous invocation. */
export interface StoredEvent {
  /** The invocation's request id. */
  readonly id: string;
  readonly functionName: string;
  readonly qualifier?: string;
  /** The request's body: JSON text. */
  readonly payload: string;
  /** How often it has run. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly enqueuedAt: number;
  /** Not to be tried again before; milliseconds since the epoch. */
  readonly notBefore: number;
  /** JSON text, as the runtime gets it. */
  readonly clientContext?: string;
}

/** What changes with each attempt. */
export type EventProgress = Pick<StoredEvent, 'attempts' | 'notBefore'>;

const events: DocumentKind<StoredEvent> = {
  name: 'asyncEvent',
  schema: v.object({
    id: v.string(),
    functionName: v.string(),
    qualifier: v.exactOptional(v.string()),
    payload: v.string(),
    attempts: v.number(),
    enqueuedAt: v.number(),
    notBefore: v.number(),
    clientContext: v.exactOptional(v.string()),
  }),
};

/** Apart from the events, so that another attempt does not write the payload again. */
const progress: DocumentKind<EventProgress> = {
  name: 'asyncProgress',
  schema: v.object({ attempts: v.number(), notBefore: v.number() }),
};

/** The events that are accepted and not yet done with. Parallel calls share one flush of the disk. */
export class AsyncEventStore {
  readonly #store: DocumentStore;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  /** On disk when it resolves. */
  append(event: StoredEvent): Promise<void> {
    return this.#store.put(events, event.id, event);
  }

  /** In the order in which they were accepted: at start, before any other call, to go on with them. */
  async list(): Promise<readonly StoredEvent[]> {
    const [stored, made] = await Promise.all([this.#store.scan(events), this.#store.scan(progress)]);
    const progressById = new Map(made.map(({ key, value }) => [key, value]));
    const found = stored.map(({ key, value }) => ({ ...value, ...progressById.get(key) }));
    await this.#dropOrphans(
      made.map(({ key }) => key),
      new Set(stored.map(({ key }) => key)),
    );
    return found.sort((one, other) => one.enqueuedAt - other.enqueuedAt);
  }

  /** Has no effect where the event is gone. */
  update(id: string, change: EventProgress): Promise<void> {
    return this.#store.put(progress, id, { attempts: change.attempts, notBefore: change.notBefore });
  }

  remove(id: string): Promise<void> {
    return this.#store.write([deleting(events, id), deleting(progress, id)]);
  }

  /** Of updates that came after their event was removed. */
  async #dropOrphans(ids: readonly string[], known: ReadonlySet<string>): Promise<void> {
    const drops: DocumentWrite[] = ids.filter((id) => !known.has(id)).map((id) => deleting(progress, id));
    await this.#store.write(drops);
  }
}
