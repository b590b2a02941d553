import { once } from 'node:events';
import { createServer } from 'node:net';
import { portOf } from '../shared/portOf.ts';

/** Below all that systems give to outgoing connections and to whoever asks for any port: nobody takes one of these by chance. */
const lowest = 20_000;
const count = 10_000;
const attempts = 100;

/** A free port, for what has to be told its port before it listens. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const server = createServer().listen(lowest + Math.floor(Math.random() * count), '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      if (attempt === attempts) throw error;
      continue;
    }
    const port = portOf(server.address());
    server.close();
    await once(server, 'close');
    return port;
  }
}
