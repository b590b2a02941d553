import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';

import { expect, it } from 'vitest';

import { LambdaError } from '../../../src/lambda/lambdaError.ts';
import { readBody, RequestAborted } from '../../../src/runner/api/requestBody.ts';

/** Has `take` read what `write` sends. */
async function exchange(write: (send: ReturnType<typeof request>) => void, take: (incoming: IncomingMessage) => Promise<void>): Promise<void> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const outgoing = request({ host: '127.0.0.1', port: typeof address === 'object' ? address?.port : 0, method: 'POST' });
  outgoing.on('error', () => {});
  const taken = new Promise<void>((resolve, reject) => {
    server.once('request', (incoming, response) => {
      take(incoming)
        .then(resolve, reject)
        .finally(() => response.end());
    });
  });
  write(outgoing);
  await taken;
  outgoing.destroy();
  server.close();
}

const limit = { bytes: 4, exceeded: (size: number | undefined) => new LambdaError('TooLarge', 413, String(size)) };

it('keeps nothing of a body that is too large', () =>
  exchange(
    (outgoing) => void outgoing.write('12345'),
    async (incoming) => {
      await expect(readBody(incoming, limit, () => {})).rejects.toMatchObject({ message: 'undefined' });
      expect(incoming.listenerCount('data')).toBe(0);
      expect(incoming.readableFlowing).toBe(true);
    },
  ));

it('tells the size that is announced, before leave is given', () =>
  exchange(
    (outgoing) => void outgoing.setHeader('content-length', 5).write('1'),
    async (incoming) => {
      let left = false;
      const body = readBody(incoming, limit, () => {
        left = true;
      });
      await expect(body).rejects.toMatchObject({ message: '5' });
      expect(left).toBe(false);
    },
  ));

it('joins what comes in pieces', () =>
  exchange(
    (outgoing) => {
      outgoing.write('12');
      outgoing.end('34');
    },
    async (incoming) => expect((await readBody(incoming, limit, () => {})).toString()).toBe('1234'),
  ));

it('says when the client is gone', () =>
  exchange(
    (outgoing) => void outgoing.setHeader('content-length', 4).write('1', () => outgoing.destroy()),
    async (incoming) => expect(readBody(incoming, limit, () => {})).rejects.toBeInstanceOf(RequestAborted),
  ));
