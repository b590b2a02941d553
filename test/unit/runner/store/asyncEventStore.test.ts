import * as v from 'valibot';
import { expect, test } from 'vitest';

import { silentLogger } from '../../../../src/common/logger.ts';
import type { EventOutcome, QueuedEvent, StoredEvent } from '../../../../src/runner/store/asyncEventDocuments.ts';
import { AsyncEventStore, type ListedEvent } from '../../../../src/runner/store/asyncEventStore.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

function event(id: string, enqueuedAt: number, more: Partial<StoredEvent> = {}): StoredEvent {
  return { id, functionName: 'worker', enqueuedAt, ...more };
}

/** As it comes back where nothing was tried. */
function queued(stored: StoredEvent, more: Partial<QueuedEvent> = {}): QueuedEvent {
  return { ...stored, attempts: 0, backOffs: 0, notBefore: stored.enqueuedAt, ...more };
}

const outcome: EventOutcome = {
  condition: 'Success',
  at: 9,
  attempts: 1,
  statusCode: 200,
  executedVersion: '7',
  deliveries: [
    { id: 'x', type: 'destination', target: 'arn:aws:sqs:us-east-1:000000000000:q', tries: 0 },
    { id: 'y', type: 'deadLetterQueue', target: 'arn:aws:sqs:us-east-1:000000000000:d', tries: 2 },
  ],
};
const onlyFirst: EventOutcome = { ...outcome, deliveries: outcome.deliveries.slice(0, 1) };
const delivered: EventOutcome = { ...outcome, deliveries: [] };

/** Runs `act` on a store, and looks at what is there at the next start. */
async function afterRestart(
  act: (events: AsyncEventStore, store: DocumentStore) => Promise<void>,
  look: (found: readonly ListedEvent[], events: AsyncEventStore, store: DocumentStore) => Promise<void> | void,
): Promise<void> {
  const folder = await temporaryFolder();
  const first = await openDocumentStore(folder, silentLogger);
  await act(new AsyncEventStore(first), first);
  await first.close();
  const second = await openDocumentStore(folder, silentLogger);
  const events = new AsyncEventStore(second);
  const found = await events.list();
  expect(await events.list()).toEqual(found);
  await look(found, events, second);
  await second.close();
}

test('events come back in the order in which they were accepted, with their payloads apart', () => {
  const full = event('a', 3, { qualifier: 'live', clientContext: '{}', traceId: 'Root=1', chain: { f: 2 } });
  return afterRestart(
    async (events) => {
      await Promise.all([events.append(full, '{"n":1}'), events.append(event('c', 1), '2'), events.append(event('b', 2), '3')]);
    },
    async (found, events) => {
      expect(found).toEqual([{ event: queued(event('c', 1)) }, { event: queued(event('b', 2)) }, { event: queued(full) }]);
      expect(await Promise.all(['a', 'c', 'never'].map((id) => events.payload(id)))).toEqual(['{"n":1}', '2', undefined]);
    },
  );
});

test('attempts are kept, and removed events are gone', () =>
  afterRestart(
    async (events) => {
      await Promise.all(['a', 'b'].map((id, index) => events.append(event(id, index), '{}')));
      await events.update('a', { attempts: 1, backOffs: 0, notBefore: 500 });
      await events.update('a', { attempts: 1, backOffs: 3, notBefore: 900, refused: { status: 429, message: 'Rate Exceeded.' } });
      await events.remove('b');
      await events.update('b', { attempts: 1, backOffs: 0, notBefore: 500 });
      await events.remove('never');
    },
    async (found, events) => {
      const refused = { status: 429, message: 'Rate Exceeded.' };
      expect(found).toEqual([{ event: queued(event('a', 0), { attempts: 1, backOffs: 3, notBefore: 900, refused }) }]);
      expect(await events.payload('b')).toBeUndefined();
    },
  ));

test('an update of a removed event does not touch a later event of that id', async () => {
  const store = await openDocumentStore(await temporaryFolder(), silentLogger);
  const events = new AsyncEventStore(store);
  await events.update('a', { attempts: 2, backOffs: 0, notBefore: 900 });
  expect(await events.list()).toEqual([]);
  await events.append(event('a', 5), '{}');
  expect(await events.list()).toEqual([{ event: queued(event('a', 5)) }]);
  await store.close();
});

test('what is to be told of an event is kept with its payload and response', () =>
  afterRestart(
    async (events) => {
      await events.append(event('a', 0), '{"n":1}');
      await events.finish('a', outcome, '{"done":true}');
      await events.updateOutcome('a', onlyFirst);
    },
    async (found, events) => {
      expect(found).toEqual([{ event: queued(event('a', 0)), outcome: onlyFirst }]);
      expect([await events.payload('a'), await events.response('a')]).toEqual(['{"n":1}', '{"done":true}']);
    },
  ));

test('when all is delivered, nothing is left', () =>
  afterRestart(
    async (events) => {
      await events.append(event('a', 0), '{}');
      await events.finish('a', outcome, '1');
      await events.updateOutcome('a', delivered);
    },
    async (found, events, store) => {
      expect(found).toEqual([]);
      expect([await events.payload('a'), await events.response('a')]).toEqual([undefined, undefined]);
      for (const name of ['asyncEvent', 'asyncPayload', 'asyncProgress', 'asyncOutcome', 'asyncResponse']) {
        expect(await store.scan({ name, schema: v.unknown() })).toEqual([]);
      }
    },
  ));

test.each([
  ['the last delivery', delivered, []],
  ['one of two', onlyFirst, [{ event: queued(event('a', 0)), outcome: onlyFirst }]],
])('an event that is handed over is there when the other one goes: %s', (_title, rest, left) =>
  afterRestart(
    async (events) => {
      await events.append(event('a', 0), '{}');
      await events.finish('a', outcome, '1');
      await events.handOver('a', rest, event('b', 4), '{"record":1}');
    },
    async (found, events) => {
      expect(found).toEqual([...left, { event: queued(event('b', 4)) }]);
      expect(await events.payload('b')).toBe('{"record":1}');
    },
  ),
);

test('events of earlier versions have their payload with them', () =>
  afterRestart(
    async (_events, store) => {
      const earlier = { id: 'a', functionName: 'worker', payload: '{"n":1}', attempts: 0, enqueuedAt: 7, notBefore: 7 };
      await store.put({ name: 'asyncEvent', schema: v.unknown() }, 'a', earlier);
      await store.put({ name: 'asyncProgress', schema: v.unknown() }, 'a', { attempts: 2, notBefore: 9 });
    },
    async (found, events) => {
      expect(found).toEqual([{ event: queued(event('a', 7), { attempts: 2, notBefore: 9 }) }]);
      expect(await events.payload('a')).toBe('{"n":1}');
    },
  ));
