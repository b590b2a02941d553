import { createServer, type Server, type Socket } from 'node:net';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../shared/eventually.ts';
import { portOf } from './servedApi.ts';
import { extensionId, Listener, otherId, TelemetryScript } from './telemetryScript.ts';

const request = { schemaVersion: '2022-12-13', types: ['platform', 'function'] };
const buffering = { maxItems: 1000, maxBytes: 262_144, timeoutMs: 100 };
const mostBytes = 262_144;

let script: TelemetryScript;
let listener: Listener;

beforeEach(async () => {
  script = new TelemetryScript();
  listener = await Listener.listen();
});

afterEach(async () => {
  await script.close();
  await listener.close();
});

function texts(heard: readonly { readonly record: unknown }[]): unknown[] {
  return heard.map(({ record }) => record);
}

describe('delivery by HTTP', () => {
  test('is one request for what was told within the time', async () => {
    await script.subscribe({ ...request, destination: listener.destination('/path?a=1'), buffering });
    script.log('one');
    script.clock.advance(99);
    script.log('two');
    expect(listener.batches).toEqual([]);
    script.clock.advance(1);
    await listener.until(1);
    expect(listener.batches).toEqual([
      [
        { time: '2023-11-14T22:13:20.000Z', type: 'function', record: 'one\n' },
        { time: '2023-11-14T22:13:20.099Z', type: 'function', record: 'two\n' },
      ],
    ]);
    const host = `sandbox.localdomain:${listener.port}`;
    expect(listener.requests).toEqual([{ method: 'POST', url: '/path?a=1', host, type: 'application/json' }]);
    script.log('three');
    script.clock.advance(100);
    await listener.until(2);
    expect(texts(listener.heard)).toEqual(['one\n', 'two\n', 'three\n']);
  });

  test('is by the method that was asked for', async () => {
    const destination = { ...listener.destination(), method: 'PUT' };
    await script.subscribe({ types: ['function'], destination, buffering }, extensionId, '/2020-08-15/logs');
    script.log('one');
    script.clock.advance(100);
    await listener.until(1);
    expect(listener.requests[0]?.method).toBe('PUT');
  });

  test('does not wait when there are enough items', async () => {
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log(...Array.from({ length: 1001 }, (_, index) => `${index}`));
    expect(script.clock.pending).toBe(1);
    await listener.until(1);
    expect(listener.batches[0]).toHaveLength(1000);
    script.clock.advance(100);
    await listener.until(2);
    expect(texts(listener.batches[1] ?? [])).toEqual(['1000\n']);
  });

  test('does not wait when there are enough bytes', async () => {
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('x'.repeat(mostBytes / 2), 'é'.repeat(mostBytes / 4));
    await listener.until(1);
    expect(listener.batches[0]).toHaveLength(2);
  });

  test('is of the types that were asked for', async () => {
    await script.subscribe({ ...request, types: ['extension'], destination: listener.destination(), buffering });
    script.log('no');
    script.service.tell(0, { type: 'platform.start', record: { requestId: 'r', version: '1' } });
    script.service.tell(0, { type: 'extension', record: 'yes' });
    script.clock.advance(100);
    await listener.until(1);
    expect(texts(listener.heard)).toEqual(['yes\n']);
  });

  test('is to each subscriber by its own schema', async () => {
    const other = await Listener.listen();
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    await script.subscribe({ types: ['platform'], destination: other.destination(), buffering }, otherId, '/2020-08-15/logs');
    script.service.tell(0, { type: 'platform.end', record: { requestId: 'r' } });
    script.service.tell(0, { type: 'platform.runtimeDone', record: { requestId: 'r', status: 'success' } });
    script.clock.advance(100);
    await Promise.all([listener.until(1), other.until(1)]);
    expect([listener.heard.map(({ type }) => type), other.heard.map(({ type }) => type)]).toEqual([
      ['platform.runtimeDone'],
      ['platform.end'],
    ]);
    await other.close();
  });

  test('is where the environment\'s name for itself leads', async () => {
    await script.close();
    const names: string[] = [];
    script = new TelemetryScript((name) => {
      names.push(name);
      return '127.0.0.1';
    });
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    script.clock.advance(100);
    await listener.until(1);
    expect(names).toEqual(['sandbox.localdomain']);
  });
});

describe('the initialisation', () => {
  test('is told from its beginning to who subscribes in its course', async () => {
    script.log('early');
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('late');
    script.clock.advance(100);
    await listener.until(1);
    expect(texts(listener.heard)).toEqual(['early\n', 'late\n']);
  });

  test('keeps as much as a buffer may hold, and tells what it did not keep', async () => {
    script.log('a'.repeat(1_000_000), 'b'.repeat(100_000), 'c');
    await script.subscribe({ ...request, destination: listener.destination(), buffering: { ...buffering, maxBytes: 1_048_576 } });
    script.clock.advance(100);
    await listener.until(1);
    expect(listener.heard.map(({ type }) => type)).toEqual(['function', 'function', 'platform.logsDropped']);
    expect(listener.heard[1]?.record).toBe('c\n');
    expect(listener.heard[2]?.record).toMatchObject({ droppedRecords: 1, droppedBytes: 100_000 });
  });

  test('when it begins anew, is heard by who subscribed before', async () => {
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.service.closeSubscriptions();
    script.service.openSubscriptions();
    script.log('again');
    expect(await script.subscribe({ ...request, destination: listener.destination(), buffering })).toBe('"AlreadySubscribed"');
    script.clock.advance(100);
    await listener.until(1);
    expect(texts(listener.heard)).toEqual(['again\n']);
  });

  test('another subscription of the same extension takes the place of the one before', async () => {
    const second = await Listener.listen();
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    expect(await script.subscribe({ ...request, destination: second.destination(), buffering })).toBe('"OK"');
    expect(script.clock.pending).toBe(1);
    script.log('two');
    script.clock.advance(100);
    await second.until(1);
    expect(texts(second.heard)).toEqual(['one\n', 'two\n']);
    expect(listener.batches).toEqual([]);
    await second.close();
  });
});

describe('a subscriber in trouble', () => {
  test('that answers an error is tried again, later each time', async () => {
    const statuses = [500, 404, 200, 500];
    listener.answer = (response) => response.writeHead(statuses[listener.batches.length - 1] ?? 200).end();
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    script.clock.advance(100);
    await listener.until(1);
    await eventually(() => script.clock.pending === 1 || undefined);
    script.clock.advance(49);
    expect(script.clock.pending).toBe(1);
    script.clock.advance(1);
    await listener.until(2);
    await eventually(() => script.clock.pending === 1 || undefined);
    script.clock.advance(99);
    expect(script.clock.pending).toBe(1);
    script.clock.advance(1);
    await listener.until(3);
    expect(texts(listener.heard)).toEqual(['one\n', 'one\n', 'one\n']);
    expect(script.clock.pending).toBe(0);
    script.log('two');
    await script.service.flush(1000);
    await eventually(() => script.clock.pending === 1 || undefined);
    script.clock.advance(50);
    await listener.until(5);
  });

  test('that answers an error is not tried before its time because there is more', async () => {
    const statuses = [500, 200, 200];
    listener.answer = (response) => response.writeHead(statuses[listener.batches.length - 1] ?? 200).end();
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    script.clock.advance(100);
    await eventually(() => script.clock.pending === 1 || undefined);
    script.log(...Array.from({ length: 1000 }, (_, index) => `${index}`));
    await script.fetch('/2022-07-01/telemetry', 'GET');
    expect(listener.batches).toHaveLength(1);
    script.clock.advance(50);
    await listener.until(3);
    expect(listener.batches.map((batch) => batch.length)).toEqual([1, 1, 1000]);
  });

  test('that keeps up loses nothing, however much it is', async () => {
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    for (let count = 1; count <= 4; count += 1) {
      script.log('x'.repeat(mostBytes - 1000), `${count}`);
      await script.service.flush(1000);
    }
    expect(listener.heard).toHaveLength(8);
  });

  test('that listens only later hears all, and at once when it subscribes again', async () => {
    const { port } = listener;
    const destination = listener.destination();
    await listener.close();
    await script.subscribe({ ...request, destination, buffering });
    script.log('one');
    script.clock.advance(100);
    await eventually(() => script.clock.pending === 1 || undefined);
    listener = await Listener.listen(port);
    await script.subscribe({ ...request, destination, buffering });
    await listener.until(1);
    expect(texts(listener.heard)).toEqual(['one\n']);
  });

  test('that is slow loses what is too much, and is told so when it is back', async () => {
    let release: (() => void) | undefined;
    listener.answer = (response) => {
      release = () => response.end();
    };
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log(...Array.from({ length: 2500 }, (_, index) => `${index}`));
    await listener.until(1);
    listener.answer = (response) => response.end();
    release?.();
    await listener.until(2);
    script.clock.advance(100);
    await listener.until(3);
    expect(listener.batches.map((batch) => batch.length)).toEqual([1000, 1000, 1]);
    const time = '2023-11-14T22:13:20.000Z';
    const lost = Array.from({ length: 500 }, (_, index) => ({ time, type: 'function', record: `${2000 + index}\n` }));
    expect(listener.batches[2]?.[0]).toMatchObject({
      type: 'platform.logsDropped',
      record: {
        reason: 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.',
        droppedRecords: 500,
        droppedBytes: lost.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0),
      },
    });
    script.log('after');
    script.clock.advance(100);
    await listener.until(4);
    expect(texts(listener.batches[3] ?? [])).toEqual(['after\n']);
  });

  test('has no more bytes waiting than two batches, but for a single text', async () => {
    let release: (() => void) | undefined;
    listener.answer = (response) => {
      release = () => response.end();
    };
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('x'.repeat(mostBytes * 3), 'y');
    await listener.until(1);
    release?.();
    await eventually(() => script.clock.pending === 1 || undefined);
    script.clock.advance(100);
    await listener.until(2);
    expect(listener.batches.map((batch) => batch.length)).toEqual([1, 1]);
    expect(listener.batches[1]?.[0]).toMatchObject({ type: 'platform.logsDropped', record: { droppedRecords: 1 } });
  });
});

describe('flushing', () => {
  test('delivers what is gathered without waiting for its time', async () => {
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    await script.service.flush(1000);
    expect(texts(listener.heard)).toEqual(['one\n']);
    expect(script.clock.pending).toBe(0);
  });

  test('with nothing to deliver is over at once', async () => {
    await script.service.flush(1000);
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    await script.service.flush(1000);
    expect(listener.batches).toEqual([]);
  });

  test('ends at its deadline', async () => {
    listener.answer = () => {};
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    const flushed = script.service.flush(300);
    await listener.until(1);
    script.clock.advance(300);
    await flushed;
  });

  test('does not wait for a subscriber that is gone', async () => {
    const destination = listener.destination();
    await listener.close();
    await script.subscribe({ ...request, destination, buffering });
    script.log('one');
    await script.service.flush(1000);
    listener = await Listener.listen();
  });

  test('disposing ends it, and leaves no timer', async () => {
    listener.answer = () => {};
    await script.subscribe({ ...request, destination: listener.destination(), buffering });
    script.log('one');
    const flushed = script.service.flush(300);
    await listener.until(1);
    script.log('two');
    script.service.dispose();
    await flushed;
    expect(script.clock.pending).toBe(0);
  });
});

describe('delivery by TCP', () => {
  let server: Server;
  let sockets: Socket[];
  let heard: string;

  beforeEach(async () => {
    sockets = [];
    heard = '';
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await script.subscribe({ ...request, destination: { protocol: 'TCP', port: portOf(server) }, buffering });
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  function lines(): unknown[] {
    return heard
      .split('\n')
      .slice(0, -1)
      .map((line) => v.parse(v.object({ record: v.unknown() }), JSON.parse(line)).record);
  }

  test('is a line for each entry, over one connection', async () => {
    script.log('one', 'two');
    await script.service.flush(1000);
    script.log('three');
    await script.service.flush(1000);
    await eventually(() => lines().length === 3 || undefined);
    expect(lines()).toEqual(['one\n', 'two\n', 'three\n']);
    expect(sockets).toHaveLength(1);
  });

  test('connects anew when the connection was lost', async () => {
    script.log('one');
    await script.service.flush(1000);
    await eventually(() => lines().length === 1 || undefined);
    const [first] = sockets;
    const closed = new Promise((resolve) => first?.once('close', resolve));
    first?.destroy();
    await closed;
    await eventually(async () => {
      script.log('more');
      await script.service.flush(1000);
      return sockets.length === 2 || undefined;
    });
    await eventually(() => lines().includes('more\n') || undefined);
  });

  test('disposing closes the connection', async () => {
    script.log('one');
    await script.service.flush(1000);
    await eventually(() => sockets.length === 1 || undefined);
    const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
    script.service.dispose();
    await closed;
  });
});
