import { expect, it } from 'vitest';
import { Choices, type Memory } from '../../../../src/extension/ui/choices.ts';

function memory(): Memory {
  const values = new Map<string, unknown>();
  return { get: (key) => values.get(key), update: async (key, value) => void values.set(key, value) };
}

it('puts what was chosen last first, per pick', async () => {
  const choices = new Choices(memory());
  const items = ['a', 'b', 'c'];
  const order = (pick: string) => choices.lastFirst(pick, items, (item) => item).join('');
  expect(order('one')).toBe('abc');
  await choices.remember('one', 'c');
  await choices.remember('two', 'gone');
  expect([order('one'), order('two')]).toEqual(['cab', 'abc']);
});
