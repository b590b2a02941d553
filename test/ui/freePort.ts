import { once } from 'node:events';
import { createServer } from 'node:net';
import { portOf } from '../shared/portOf.ts';

/** A port that was free a moment ago: for what has to be told its port before it listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}
