import { expect, it } from 'vitest';
import { RecentCount } from '../../../../src/extension/statusBar/recentCount.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

function counting() {
  const clock = new ManualClock(1_700_000_000_000);
  const told: number[] = [];
  const recent: RecentCount = new RecentCount(clock, 10, () => told.push(recent.count));
  return { clock, recent, told };
}

it('counts what happened in the last seconds, and tells of what it forgets', () => {
  const { clock, recent, told } = counting();
  recent.add();
  recent.add();
  clock.advance(5_000);
  recent.add();
  expect(recent.count).toBe(3);
  clock.advance(5_000);
  expect(recent.count).toBe(1);
  clock.advance(5_000);
  expect(told.at(-1)).toBe(0);
});

it('asks for no time once there is nothing to forget, and begins again', () => {
  const { clock, recent } = counting();
  recent.add();
  clock.advance(20_000);
  expect(clock.pending).toBe(0);
  recent.add();
  expect([clock.pending, recent.count]).toEqual([1, 1]);
  recent.dispose();
  expect(clock.pending).toBe(0);
});
