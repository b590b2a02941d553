import { expect, test } from 'vitest';
import { withBackOff } from '../../../src/aws/backOff.ts';
import { ManualClock } from '../../shared/manualClock.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));
const busy = (error: unknown) => error instanceof Error && error.message === 'busy';

function failing(times: number, message = 'busy') {
  const work = { runs: 0, run: () => Promise.resolve('done') };
  work.run = () => {
    work.runs += 1;
    return work.runs <= times ? Promise.reject(new Error(message)) : Promise.resolve('done');
  };
  return work;
}

/** Runs it on a clock that moves on from timer to timer; the moments of the attempts. */
async function momentsOf(times: number, random: () => number): Promise<{ readonly result: unknown; readonly moments: readonly number[] }> {
  const clock = new ManualClock(0);
  const work = failing(times);
  const moments: number[] = [];
  const running = { done: false };
  const result = withBackOff(() => {
    moments.push(clock.now());
    return work.run();
  }, { clock, random, signal: undefined, worthwhile: busy })
    .catch((error: unknown) => error)
    .finally(() => {
      running.done = true;
    });
  for (await settle(); !running.done; await settle()) clock.advance(1);
  return { result: await result, moments };
}

test('pauses grow, up to five seconds', async () => {
  expect(await momentsOf(5, () => 1)).toEqual({ result: 'done', moments: [0, 200, 600, 1400, 3000, 6200] });
});

test('pauses are as long as chance has it', async () => {
  const chances = [0.5, 0.1, 0.25];
  expect((await momentsOf(3, () => chances.shift() ?? 1)).moments).toEqual([0, 100, 140, 340]);
});

test('six attempts, and no more', async () => {
  const { result, moments } = await momentsOf(9, () => 0);
  expect([result, moments.length]).toEqual([new Error('busy'), 6]);
});

test('what would fail again is not tried again', async () => {
  const work = failing(1, 'wrong');
  await expect(withBackOff(work.run, { clock: new ManualClock(), random: () => 0, signal: undefined, worthwhile: busy })).rejects.toThrow('wrong');
  expect(work.runs).toBe(1);
});

test('a signal ends the pause with its reason, and nothing is left of it', async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const work = failing(1);
  const result = expect(withBackOff(work.run, { clock, random: () => 1, signal: abort.signal, worthwhile: busy })).rejects.toThrow('enough');
  await settle();
  expect(clock.pending).toBe(1);
  abort.abort(new Error('enough'));
  await result;
  expect([work.runs, clock.pending]).toEqual([1, 0]);
});
