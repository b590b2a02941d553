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

test('lets those in first whom an invocation waits for, before those that start ahead', async () => {
  const gate = new InitGate(1);
  const inside: string[] = [];
  const leave = await gate.enter('ahead');
  const entries = (['ahead', 'awaited', 'ahead', 'awaited'] as const).map(async (urgency, index) => {
    const leaves = await gate.enter(urgency);
    inside.push(`${urgency} ${index}`);
    leaves();
  });
  leave();
  await Promise.all(entries);
  expect(inside).toEqual(['awaited 1', 'awaited 3', 'ahead 0', 'ahead 2']);
});
