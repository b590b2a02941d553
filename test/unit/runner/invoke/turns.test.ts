import { setImmediate } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { Turns } from '../../../../src/runner/invoke/turns.ts';

test('no more run at once than may, in the order in which they came', async () => {
  const turns = new Turns(2);
  const began: number[] = [];
  let running = 0;
  let most = 0;
  const task = async (index: number): Promise<void> => {
    began.push(index);
    running += 1;
    most = Math.max(most, running);
    await setImmediate();
    running -= 1;
  };
  const failing = turns.run(() => Promise.reject(new Error('no')));
  const all = Promise.all([0, 1, 2, 3, 4].map((index) => turns.run(() => task(index))));
  await expect(failing).rejects.toThrow('no');
  await all;
  expect(began).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(turns.idle).toBe(true);
});

// To move up all that wait with every turn takes over ten seconds here.
test('a long line of those that wait moves as quickly as a short one', async () => {
  const turns = new Turns(16);
  let count = 0;
  await Promise.all(
    Array.from({ length: 200_000 }, () =>
      turns.run(async () => {
        count += 1;
      }),
    ),
  );
  expect(count).toBe(200_000);
});
