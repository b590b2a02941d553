import { expect, test } from 'vitest';

import { silentLogger } from '../../../../src/common/logger.ts';
import { AsyncEventStore, type StoredEvent } from '../../../../src/runner/store/asyncEventStore.ts';
import { openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

function event(id: string, enqueuedAt: number, more: Partial<StoredEvent> = {}): StoredEvent {
  return { id, functionName: 'worker', payload: `{"id":"${id}"}`, attempts: 0, enqueuedAt, notBefore: enqueuedAt, ...more };
}

/** Runs `act` on a store, and answers what is there at the next start. */
async function afterRestart(act: (events: AsyncEventStore) => Promise<void>): Promise<readonly StoredEvent[]> {
  const folder = await temporaryFolder();
  const first = await openDocumentStore(folder, silentLogger);
  await act(new AsyncEventStore(first));
  await first.close();
  const second = await openDocumentStore(folder, silentLogger);
  const found = await new AsyncEventStore(second).list();
  expect(await new AsyncEventStore(second).list()).toEqual(found);
  await second.close();
  return found;
}

test('events come back in the order in which they were accepted', async () => {
  const full = event('a', 3, { qualifier: 'live', clientContext: 'e30=' });
  const found = await afterRestart(async (events) => {
    await Promise.all([events.append(full), events.append(event('c', 1)), events.append(event('b', 2))]);
  });
  expect(found).toEqual([event('c', 1), event('b', 2), full]);
});

test('attempts are kept, and removed events are gone', async () => {
  const found = await afterRestart(async (events) => {
    await Promise.all(['a', 'b'].map((id, index) => events.append(event(id, index))));
    await events.update('a', { attempts: 1, notBefore: 500 });
    await events.update('a', { attempts: 2, notBefore: 900 });
    await events.remove('b');
    await events.update('b', { attempts: 1, notBefore: 500 });
    await events.remove('never');
  });
  expect(found).toEqual([{ ...event('a', 0), attempts: 2, notBefore: 900 }]);
});

test('an update of a removed event does not touch a later event of that id', async () => {
  const folder = await temporaryFolder();
  const store = await openDocumentStore(folder, silentLogger);
  const events = new AsyncEventStore(store);
  await events.update('a', { attempts: 2, notBefore: 900 });
  expect(await events.list()).toEqual([]);
  await events.append(event('a', 5));
  expect(await events.list()).toEqual([event('a', 5)]);
  await store.close();
});
