import { describe, expect, test } from 'vitest';
import { EventHeap } from '../../../../../src/lambda/scaling/simulation/engine/eventHeap.ts';
import { Histogram, quantilesOf } from '../../../../../src/lambda/scaling/simulation/engine/histogram.ts';
import { IdleStack } from '../../../../../src/lambda/scaling/simulation/engine/idleStack.ts';
import { MessageQueue } from '../../../../../src/lambda/scaling/simulation/sources/messageQueue.ts';
import { Timers } from '../../../../../src/lambda/scaling/simulation/engine/timers.ts';
import { randomOf } from '../../../../../src/lambda/scaling/traffic/random.ts';

test('the event heap gives what is due first, whatever was put in or replaced', () => {
  const random = randomOf(1);
  const heap = new EventHeap();
  let known: number[] = [];
  for (let round = 0; round < 20_000; round++) {
    const at = Math.floor(random() * 1000);
    const choice = random();
    if (choice < 0.55 || heap.size === 0) {
      heap.push(at, at);
      known.push(at);
    } else {
      known.sort((a, b) => a - b);
      expect([heap.next, heap.first]).toEqual([known[0], known[0]]);
      known = known.slice(1);
      if (choice < 0.8) {
        heap.pop();
      } else {
        heap.replaceFirst(at, at);
        known.push(at);
      }
    }
    if (known.length > 60) known = known.filter((value) => value !== heap.next || heap.pop() < 0);
    expect(heap.size).toBe(known.length);
  }
});

test('timers happen in order, with their numbers, and may set others', () => {
  const timers = new Timers();
  const seen: [string, number, number][] = [];
  const first = timers.kind((what, at) => seen.push(['first', what, at]));
  const second = timers.kind((what, at) => {
    seen.push(['second', what, at]);
    if (what > 0) second(at + 1, what - 1);
  });
  first(5.5, 55);
  second(4, 2);
  first(4.5, 45);
  while (timers.next !== Number.POSITIVE_INFINITY) timers.fire();
  expect(seen).toEqual([['second', 2, 4], ['first', 45, 4.5], ['second', 1, 5], ['first', 55, 5.5], ['second', 0, 6]]);
});

test('the idle stack gives the newest first and ends the oldest first', () => {
  const stack = new IdleStack();
  const known: number[] = [];
  const random = randomOf(2);
  for (let round = 0; round < 5000; round++) {
    const choice = random();
    if (choice < 0.5 || known.length === 0) {
      stack.push(round, round * 10);
      known.push(round);
    } else if (choice < 0.75) {
      expect(stack.pop()).toBe(known.pop());
    } else {
      expect(stack.shift()).toBe(known.shift());
    }
    expect([stack.size, stack.oldestSince]).toEqual([known.length, (known[0] ?? Number.POSITIVE_INFINITY) * 10]);
  }
});

test('a queue gives messages in their order, in parts of groups, too', () => {
  const queue = new MessageQueue();
  for (let at = 0; at < 100; at++) queue.push(at);
  expect([queue.take(95), queue.oldest, queue.size]).toEqual([95, 95, 5]);
  for (let at = 100; at < 300; at++) queue.push(at, 2);
  expect([queue.take(6), queue.oldest, queue.size]).toEqual([6, 100, 399]);
  expect([queue.take(1000), queue.oldest, queue.size]).toEqual([399, Number.POSITIVE_INFINITY, 0]);
});

describe('the histogram', () => {
  test.each([0.002, 0.5, 1, 3, 99.9, 1000, 12_345.6, 899_999, 5e8])('knows %d within half a percent', (value) => {
    const histogram = new Histogram();
    histogram.add(value);
    histogram.add(value * 4);
    const { p50, max } = quantilesOf(histogram);
    expect(Math.abs(p50 / value - 1)).toBeLessThan(0.005);
    expect(max).toBe(value * 4);
  });

  test('has the quantiles of many values', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 10_000; value++) histogram.add(value);
    for (const q of [0.001, 0.5, 0.9, 0.99]) expect(Math.abs((histogram.quantiles([q])[0] ?? 0) / (q * 10_000) - 1)).toBeLessThan(0.01);
    expect(histogram.quantiles([1])).toEqual([10_000]);
  });

  test('takes nothing, and what is out of its range', () => {
    const histogram = new Histogram();
    for (const value of [0, 1e-9, 1e12]) histogram.add(value);
    expect([histogram.count, histogram.max]).toEqual([3, 1e12]);
    expect(histogram.quantiles([0.5])[0]).toBeLessThan(0.001);
  });

  test('forgets, and starts anew', () => {
    const histogram = new Histogram();
    histogram.add(5);
    histogram.clear();
    expect(quantilesOf(histogram)).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
    histogram.add(7);
    expect(histogram.quantiles([0.5])[0]).toBeCloseTo(7, 1);
  });
});
