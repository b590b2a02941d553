import { expect, test } from 'vitest';

import type { Logger } from '../../../../src/common/logger.ts';
import { RepeatedWrites } from '../../../../src/runner/invoke/repeatedWrites.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

function writesThatFail(times: number) {
  const clock = new ManualClock();
  const log: string[] = [];
  const logger: Logger = { debug() {}, info() {}, warn() {}, error: (message) => log.push(message) };
  const writes = new RepeatedWrites({ clock, logger });
  let tries = 0;
  const write = async (): Promise<void> => {
    tries += 1;
    if (tries <= times) throw new Error('no space');
  };
  return { clock, log, writes, write, tries: () => tries };
}

test('what is written at once is told by nobody', async () => {
  const { writes, write, log, clock } = writesThatFail(0);
  expect(await writes.run('It', write)).toBe(true);
  expect([log, clock.pending]).toEqual([[], 0]);
});

test('what the disk refuses is written when it takes it, and told once', async () => {
  const { writes, write, log, clock, tries } = writesThatFail(9);
  const written = writes.run('What became of it', write);
  await eventually(async () => {
    if (clock.pending > 0) clock.advance(5_000);
    return tries() === 10 || undefined;
  });
  expect(await written).toBe(true);
  expect(log).toEqual(['What became of it could not be written, and is written again: no space']);
});

test('the end of the service ends the waiting, and tries no more; a first try is still made', async () => {
  const { writes, write, clock, tries } = writesThatFail(Infinity);
  const written = writes.run('It', write);
  await eventually(async () => clock.pending === 1 || undefined);
  writes.dispose();
  expect(await written).toBe(false);
  expect([tries(), clock.pending]).toEqual([1, 0]);
  expect(await writesThatFail(0).writes.run('It', async () => {})).toBe(true);
});
