import { expect, test } from 'vitest';

import { KeyedQueue } from '../../../../src/runner/store/keyedQueue.ts';

test('tasks of one key run one after the other, those of another at once', async () => {
  const queue = new KeyedQueue();
  const seen: string[] = [];
  let finish: () => void = () => undefined;
  const slow = queue.run('a', async () => {
    seen.push('a1 begins');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    seen.push('a1 ends');
  });
  const after = queue.run('a', async () => seen.push('a2'));
  await queue.run('b', async () => seen.push('b'));
  finish();
  await Promise.all([slow, after]);
  expect(seen).toEqual(['a1 begins', 'b', 'a1 ends', 'a2']);
});

test('a failure is its own only', async () => {
  const queue = new KeyedQueue();
  const failing = queue.run('a', () => Promise.reject(new Error('bad')));
  const after = queue.run('a', () => Promise.resolve(7));
  await expect(failing).rejects.toThrow('bad');
  expect(await after).toBe(7);
});
