import { expect, test } from 'vitest';
import { withRetries } from '../../../src/aws/retry.ts';
import { ManualClock } from '../../shared/manualClock.ts';

/** Fails with these, one after the other, and then succeeds. */
function failing(...errors: readonly string[]) {
  const left = [...errors];
  let runs = 0;
  return {
    get runs() {
      return runs;
    },
    run(): Promise<string> {
      runs += 1;
      const error = left.shift();
      return error === undefined ? Promise.resolve('done') : Promise.reject(new Error(error));
    },
  };
}

const busy = (error: unknown) => error instanceof Error && error.message === 'busy';

/** Lets promises that are ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('what fails for a moment is run again, after growing pauses', async () => {
  const clock = new ManualClock();
  const work = failing('busy', 'busy');
  const result = withRetries(() => work.run(), { clock, signal: undefined, worthwhile: busy });
  await settle();
  clock.advance(199);
  await settle();
  expect(work.runs).toBe(1);
  clock.advance(1);
  await settle();
  expect(work.runs).toBe(2);
  clock.advance(600);
  expect(await result).toBe('done');
  expect([work.runs, clock.pending]).toEqual([3, 0]);
});

test('three times at most', async () => {
  const clock = new ManualClock();
  const work = failing('busy', 'busy', 'busy');
  const result = expect(withRetries(() => work.run(), { clock, signal: undefined, worthwhile: busy })).rejects.toThrow('busy');
  for (const ms of [200, 600]) {
    await settle();
    clock.advance(ms);
  }
  await result;
  expect(work.runs).toBe(3);
});

test('what would fail again is not', async () => {
  const work = failing('wrong');
  await expect(withRetries(() => work.run(), { clock: new ManualClock(), signal: undefined, worthwhile: busy })).rejects.toThrow('wrong');
  expect(work.runs).toBe(1);
});

test('a signal ends the pause, and nothing is left of it', async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const work = failing('busy', 'cancelled');
  const result = withRetries(() => work.run(), { clock, signal: abort.signal, worthwhile: busy });
  await settle();
  abort.abort();
  await expect(result).rejects.toThrow('cancelled');
  expect([work.runs, clock.pending]).toEqual([2, 0]);
});
