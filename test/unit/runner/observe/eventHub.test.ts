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

test('what passes is passed on, not kept', () => {
  const hub = new EventHub();
  let heard = 0;
  hub.subscribe(() => (heard += 1));
  hub.emit({ type: 'logged', at: 1, functionName: 'f', logGroup: 'g', logStream: 's', text: 't' });
  hub.emit({ type: 'memorySampled', at: 1, samples: [] });
  hub.emit({ type: 'codeSigningChanged', at: 1 });
  expect(heard).toBe(3);
  expect(hub.history).toEqual([]);
});

test('the history is bounded and keeps the newest', () => {
  const hub = new EventHub();
  for (let at = 0; at < 50_000; at += 1) hub.emit(throttled(at));
  expect(hub.history).toHaveLength(20_000);
  expect(hub.history.at(-1)?.at).toBe(49_999);
});

const told = { name: 'f', timeoutMs: 1, memoryMegabytes: 128, architecture: 'x86_64', revision: 'r', provisioned: [], aliases: [] } as const;
const changed = (at: number, functions: number): RegionEvent => ({
  type: 'functionsChanged',
  at,
  accountConcurrency: 10,
  rateScale: 1,
  functions: Array.from({ length: functions }, () => ({ ...told, provisioned: [], aliases: [] })),
});
const kept = (hub: EventHub) => hub.history.filter(({ type }) => type === 'functionsChanged').map(({ at }) => at);

test.each([
  ['few functions: as many as a graph asks for', 1, 1000, 200, 400],
  ['thousands: no more than a watcher can be sent', 9_000, 60, 11, 22],
  ['more than that at once: the newest is told all the same', 250_000, 3, 1, 1],
])('changes of %s', (_title, functions, changes, atLeast, atMost) => {
  const hub = new EventHub();
  hub.emit(throttled(-1));
  for (let at = 0; at < changes; at += 1) hub.emit(changed(at, functions));
  const left = kept(hub);
  expect(left.length).toBeGreaterThanOrEqual(atLeast);
  expect(left.length).toBeLessThanOrEqual(atMost);
  expect(left.at(-1)).toBe(changes - 1);
  expect(hub.history[0]).toEqual(throttled(-1));
});
