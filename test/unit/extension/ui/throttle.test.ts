import { expect, it } from 'vitest';
import { TextBuffer } from '../../../../src/extension/logs/textBuffer.ts';
import { Throttle } from '../../../../src/extension/ui/throttle.ts';
import { FakeClock } from './fakeClock.ts';

it('acts at once, then once an interval, and loses no request', () => {
  const clock = new FakeClock();
  const acts: number[] = [];
  const throttle = new Throttle(clock, 500, () => acts.push(clock.now()));
  for (let ms = 0; ms <= 1200; ms += 100) {
    throttle.ask();
    clock.pass(100);
  }
  clock.pass(5000);
  expect(acts).toEqual([0, 500, 1000, 1500]);
  throttle.ask();
  expect(acts.at(-1)).toBe(clock.now());
});

it('does nothing more once it is disposed', () => {
  const clock = new FakeClock();
  let acts = 0;
  const throttle = new Throttle(clock, 500, () => (acts += 1));
  throttle.ask();
  throttle.ask();
  throttle.dispose();
  throttle.ask();
  clock.pass(1000);
  expect(acts).toBe(1);
});

it('gathers text', () => {
  const clock = new FakeClock();
  const written: string[] = [];
  const buffer = new TextBuffer(clock, 100, (text) => written.push(text));
  for (const text of ['a', 'b', 'c']) buffer.append(text);
  clock.pass(100);
  buffer.append('d');
  clock.pass(100);
  expect(written).toEqual(['a', 'bc', 'd']);
});
