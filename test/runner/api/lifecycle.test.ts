import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import type { Handlers } from '../../../src/runner/api/handlers.ts';
import { recordingLogger, startServer } from './harness.ts';
import { rawRequest } from './rawRequest.ts';

const path = '/2016-08-19/account-settings';

/** Something to wait for, and what ends the wait. */
function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A handler that tells when it runs, and waits to be let go. */
function held(): { readonly handlers: Handlers; readonly started: Promise<void>; readonly finish: () => void } {
  const started = gate();
  const finish = gate();
  return {
    started: started.opened,
    finish: () => finish.open(),
    handlers: {
      GetAccountSettings: async () => {
        started.open();
        await finish.opened;
        return {};
      },
    },
  };
}

describe('listening', () => {
  it('says which port is taken', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { server } = await startServer({});
    await server.close(0);
    await expect(server.listen(port ?? 0)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      owner: 'user',
      details: { port },
      message: `Port ${port} is taken by another program. Stop it, or choose another port; 0 takes any free one.`,
    });
    other.close();
  });

  it('says why a port cannot be had', async () => {
    const { server } = await startServer({});
    await server.close(0);
    await expect(server.listen(70_000)).rejects.toMatchObject({ code: 'PORT_REFUSED' });
  });
});

describe('closing', () => {
  it('ends idle connections at once', async () => {
    const { server, port } = await startServer({ handlers: { GetAccountSettings: async () => ({}) } });
    const agent = new Agent({ keepAlive: true });
    await rawRequest(port, { path, agent });
    await server.close(60_000);
    agent.destroy();
  });

  it('waits for running requests, and then ends their connections', async () => {
    const { handlers, started, finish } = held();
    const { server, port } = await startServer({ handlers });
    const agent = new Agent({ keepAlive: true });
    const answer = rawRequest(port, { path, agent });
    await started;
    const closed = server.close(60_000);
    await expect(rawRequest(port, { path })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    expect((await answer).status).toBe(200);
    await closed;
    agent.destroy();
  });

  it('cuts requests that outlast the grace', async () => {
    const { handlers, started, finish } = held();
    const { server, port } = await startServer({ handlers });
    const answer = rawRequest(port, { path });
    const failed = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    await started;
    await server.close(1);
    await failed;
    finish();
  });

  it('is no fault where nothing was opened', async () => {
    const { server } = await startServer({});
    await server.close(0);
    await server.close(0);
  });
});

describe('a client that goes away', () => {
  it('aborts its request', async () => {
    const started = gate();
    const aborted = gate();
    const { server, port } = await startServer({
      handlers: {
        GetAccountSettings: async (_input, { signal }) => {
          started.open();
          await once(signal, 'abort');
          aborted.open();
          return {};
        },
      },
    });
    const outgoing = request({ host: '127.0.0.1', port, path });
    outgoing.on('error', () => {});
    outgoing.end();
    await started.opened;
    outgoing.destroy();
    await aborted.opened;
    await server.close(0);
  });

  it('before its body is whole is forgotten', async () => {
    const logger = recordingLogger();
    const invoked = gate<boolean>();
    const { server, port } = await startServer({
      logger,
      handlers: {
        Invoke: async () => {
          invoked.open(true);
          return {};
        },
      },
    });
    const invocations = '/2015-03-31/functions/f/invocations';
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: invocations, headers: { 'content-length': 10 } });
    outgoing.on('error', () => invoked.open(false));
    outgoing.write('{', () => outgoing.destroy(new Error('gone')));
    expect(await invoked.opened).toBe(false);
    await server.close(0);
    expect(logger.lines).toEqual([]);
  });

  it('has the signal of an answered request left alone', async () => {
    const signals: AbortSignal[] = [];
    const { server, port } = await startServer({
      handlers: {
        GetAccountSettings: async (_input, { signal }) => {
          signals.push(signal);
          return {};
        },
      },
    });
    await rawRequest(port, { path });
    await server.close(60_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe('what a handler learns of its request', () => {
  it('is its id, its time and its headers', async () => {
    const contexts: object[] = [];
    const clock = { now: () => 5, monotonic: () => 7, after: () => ({ dispose() {} }) };
    const { server, port } = await startServer({
      clock,
      requestIds: () => 'the-id',
      handlers: {
        GetAccountSettings: async (_input, { requestId, receivedAt, headers }) => {
          contexts.push({ requestId, receivedAt, agent: headers['user-agent'] });
          return {};
        },
      },
    });
    const response = await rawRequest(port, { path, headers: { 'user-agent': 'test' } });
    expect(response.headers['x-amzn-requestid']).toBe('the-id');
    expect(contexts).toEqual([{ requestId: 'the-id', receivedAt: 7, agent: 'test' }]);
    await server.close(0);
  });
});

describe('a stream of events', () => {
  it('that fails midway is cut, and logged', async () => {
    const logger = recordingLogger();
    async function* broken() {
      yield { PayloadChunk: { Payload: Buffer.from('one') } };
      throw new Error('The environment is gone.');
    }
    const { server, port } = await startServer({
      logger,
      handlers: { InvokeWithResponseStream: async () => ({ StatusCode: 200, EventStream: broken() }) },
    });
    const answer = rawRequest(port, { method: 'POST', path: '/2021-11-15/functions/f/response-streaming-invocations' });
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    await server.close(0);
    expect(logger.lines.join('\n')).toContain('The environment is gone.');
  });

  it('ends when its client goes away', async () => {
    const ended = gate();
    async function* endless() {
      try {
        for (;;) yield { PayloadChunk: { Payload: Buffer.alloc(65_536) } };
      } finally {
        ended.open();
      }
    }
    const { server, port } = await startServer({
      handlers: { InvokeWithResponseStream: async () => ({ StatusCode: 200, EventStream: endless() }) },
    });
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/2021-11-15/functions/f/response-streaming-invocations' });
    outgoing.on('response', (response) => response.once('data', () => outgoing.destroy()));
    outgoing.on('error', () => {});
    outgoing.end();
    await ended.opened;
    await server.close(0);
  });
});
