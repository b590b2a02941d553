import { expect, it } from 'vitest';
import type { Connection } from '../../../../src/aws/connection.ts';
import { PerConnection } from '../../../../src/extension/scaling/perConnection.ts';

const local: Connection = { id: 'local', label: 'Local', region: 'us-east-1', endpoint: 'http://127.0.0.1:1' };

const settle = () => new Promise((resolve) => setImmediate(resolve));

function clients() {
  const log: string[] = [];
  let made = 0;
  const cache = new PerConnection(async ({ id, endpoint }) => {
    made += 1;
    const name = `${id} ${endpoint} ${made}`;
    log.push(`made ${name}`);
    if (id === 'broken') throw new Error('broken');
    return { name, dispose: () => log.push(`ended ${name}`) };
  });
  return { cache, log };
}

it('makes each once', async () => {
  const { cache, log } = clients();
  expect(await cache.of(local)).toBe(await cache.of({ ...local, label: 'renamed' }));
  await cache.of({ ...local, endpoint: 'http://127.0.0.1:2' });
  expect(log).toEqual(['made local http://127.0.0.1:1 1', 'made local http://127.0.0.1:2 2']);
});

it('makes again what could not be made', async () => {
  const { cache, log } = clients();
  const broken = { ...local, id: 'broken' };
  await expect(cache.of(broken)).rejects.toThrow('broken');
  await expect(cache.of(broken)).rejects.toThrow('broken');
  expect(log).toHaveLength(2);
});

it('ends what it made when it is to forget it, and makes it anew', async () => {
  const { cache, log } = clients();
  await cache.of(local);
  cache.forget();
  await cache.of(local);
  expect(log).toEqual(['made local http://127.0.0.1:1 1', 'made local http://127.0.0.1:1 2', 'ended local http://127.0.0.1:1 1']);
  cache.dispose();
  await settle();
  expect(log.at(-1)).toBe('ended local http://127.0.0.1:1 2');
});
