import { expect, test } from 'vitest';
import type { RegionEvent } from '../../../../src/protocol/runner.ts';
import { EventHub } from '../../../../src/runner/observe/eventHub.ts';

const throttled = (at: number): RegionEvent => ({ type: 'throttled', at, functionName: 'f', reason: 'r', rule: 'scalingRate' });

test('watchers hear events; the history keeps them, oldest first', () => {
  const hub = new EventHub();
  const heard: number[] = [];
  hub.subscribe(({ at }) => heard.push(at));
  hub.emit(throttled(1));
  hub.emit(throttled(2));
  expect(heard).toEqual([1, 2]);
  expect(hub.history.map(({ at }) => at)).toEqual([1, 2]);
});

test('logs and memory are passed on, not kept', () => {
  const hub = new EventHub();
  let heard = 0;
  hub.subscribe(() => (heard += 1));
  hub.emit({ type: 'logged', at: 1, functionName: 'f', logGroup: 'g', logStream: 's', text: 't' });
  hub.emit({ type: 'memorySampled', at: 1, samples: [] });
  expect(heard).toBe(2);
  expect(hub.history).toEqual([]);
});

test('the history is bounded and keeps the newest', () => {
  const hub = new EventHub();
  for (let at = 0; at < 50_000; at += 1) hub.emit(throttled(at));
  expect(hub.history).toHaveLength(20_000);
  expect(hub.history.at(-1)?.at).toBe(49_999);
});
