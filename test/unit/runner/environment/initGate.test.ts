import { expect, test } from 'vitest';
import { InitGate } from '../../../../src/runner/environment/initGate.ts';

test('lets so many in at once, the others in their order as those leave', async () => {
  const gate = new InitGate(2);
  const inside: number[] = [];
  const leaves: (() => void)[] = [];
  const entries = [0, 1, 2, 3].map(async (who) => {
    const leave = await gate.enter();
    inside.push(who);
    leaves.push(leave);
  });
  await Promise.all(entries.slice(0, 2));
  expect(inside).toEqual([0, 1]);
  leaves[0]?.();
  await entries[2];
  expect(inside).toEqual([0, 1, 2]);
  leaves[1]?.();
  await entries[3];
  leaves[2]?.();
  leaves[3]?.();
  const [first, second] = await Promise.all([gate.enter(), gate.enter()]);
  expect([typeof first, typeof second]).toEqual(['function', 'function']);
});
