import { expect, test } from 'vitest';
import { Debouncer } from '../../../src/common/debouncer.ts';
import { ManualClock } from '../../shared/manualClock.ts';

function debouncer() {
  const clock = new ManualClock();
  const advance = (ms: number) => clock.advance(ms);
  let runs = 0;
  const made = new Debouncer({ clock, quietMs: 50, longestMs: 120, run: () => runs++ });
  return { made, advance, runs: () => runs };
}

test('a burst runs once, when it has been quiet', () => {
  const { made, advance, runs } = debouncer();
  made.call();
  advance(40);
  made.call();
  advance(40);
  expect(runs()).toBe(0);
  advance(10);
  expect(runs()).toBe(1);
  advance(1000);
  expect(runs()).toBe(1);
});

test('calls without end do not hold it up', () => {
  const { made, advance, runs } = debouncer();
  for (let at = 0; at < 120; at += 10) {
    made.call();
    advance(10);
  }
  expect(runs()).toBe(1);
});

test('nothing runs after it is disposed', () => {
  const { made, advance, runs } = debouncer();
  made.call();
  made.dispose();
  advance(1000);
  expect(runs()).toBe(0);
});
