import { expect, test } from 'vitest';
import { DisposableStore, toDisposable } from '../../../src/common/disposable.ts';

test('disposing twice releases once', () => {
  let released = 0;
  const item = toDisposable(() => (released += 1));
  item.dispose();
  item.dispose();
  expect(released).toBe(1);
});

test('a store disposes what it owns in reverse order, once', () => {
  const order: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => order.push('first') });
  store.add({ dispose: () => order.push('second') });
  store.dispose();
  store.dispose();
  expect(order).toEqual(['second', 'first']);
});

test('what is added to a disposed store is disposed at once', () => {
  let released = false;
  const store = new DisposableStore();
  store.dispose();
  store.add({ dispose: () => (released = true) });
  expect(released).toBe(true);
});
