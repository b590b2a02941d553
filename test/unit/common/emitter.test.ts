import { expect, test } from 'vitest';
import { Emitter } from '../../../src/common/emitter.ts';

test('listeners hear events until they unsubscribe', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const subscription = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  subscription.dispose();
  emitter.fire(2);
  expect(heard).toEqual([1]);
});

test('the same function subscribed twice is two subscriptions', () => {
  const emitter = new Emitter<string>();
  let calls = 0;
  const listener = (): void => void (calls += 1);
  const first = emitter.event(listener);
  emitter.event(listener);
  first.dispose();
  emitter.fire('x');
  expect(calls).toBe(1);
});

test('a listener that another unsubscribes while an event is fired hears it no more', () => {
  const emitter = new Emitter<string>();
  const heard: string[] = [];
  emitter.event(() => second.dispose());
  const second = emitter.event((value) => heard.push(value));
  emitter.fire('a');
  emitter.fire('b');
  expect(heard).toEqual([]);
});
