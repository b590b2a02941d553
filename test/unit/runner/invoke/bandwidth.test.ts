import { expect, test } from 'vitest';

import type { ResponseStream } from '../../../../src/runner/environment/responseStream.ts';
import { shapedStream } from '../../../../src/runner/invoke/bandwidth.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

class Sink implements ResponseStream {
  bytes = 0;
  contentType: string | undefined;
  fails = false;

  begin(contentType: string | undefined): void {
    this.contentType = contentType;
  }

  write(chunk: Buffer): Promise<void> {
    if (this.fails) return Promise.reject(new Error('gone'));
    this.bytes += chunk.length;
    return Promise.resolve();
  }
}

/** Lets what is due go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

test('a burst goes at once, and the rest evenly at its rate', async () => {
  const clock = new ManualClock();
  const sink = new Sink();
  const stream = shapedStream(sink, { burstBytes: 1000, bytesPerSecond: 2000 }, clock);
  stream.begin('text/plain');
  expect(sink.contentType).toBe('text/plain');
  const writing = stream.write(Buffer.alloc(2000));
  const sent: number[] = [];
  for (let step = 0; step <= 10; step += 1) {
    await settle();
    sent.push(sink.bytes);
    clock.advance(50);
  }
  await writing;
  // 100 bytes each 50 ms: 2000 a second.
  expect(sent).toEqual([1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 2000, 2000]);
});

test('a slow function is not held back, and does not save up', async () => {
  const clock = new ManualClock();
  const sink = new Sink();
  const stream = shapedStream(sink, { burstBytes: 0, bytesPerSecond: 1000 }, clock);
  for (let write = 0; write < 3; write += 1) {
    await stream.write(Buffer.alloc(50));
    clock.advance(10_000);
  }
  const writing = stream.write(Buffer.alloc(100));
  await settle();
  expect(sink.bytes).toBe(200);
  clock.advance(50);
  await writing;
  expect(sink.bytes).toBe(250);
});

test('a caller that is gone is heard of', async () => {
  const sink = new Sink();
  const stream = shapedStream(sink, { burstBytes: 10, bytesPerSecond: 1000 }, new ManualClock());
  sink.fails = true;
  await expect(stream.write(Buffer.alloc(5))).rejects.toThrow('gone');
});

test('without a limit the stream is as it was', () => {
  const sink = new Sink();
  expect(shapedStream(sink, { burstBytes: 0, bytesPerSecond: Infinity }, new ManualClock())).toBe(sink);
});
