import { expect, test } from 'vitest';
import { EnvironmentSampler, type EnvironmentSamplerOptions } from '../../../../src/runner/observe/environmentSampler.ts';
import type { MemoryMeter } from '../../../../src/runner/sandbox/memory.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

type Sampled = ReturnType<EnvironmentSamplerOptions['environments']>[number];

function environmentOf(id: string, pids: readonly number[], isBusy: boolean, noted: string[]): Sampled {
  const note = (what: string) => (bytes: number) => void noted.push(`${id} ${what} ${bytes}`);
  return { id, pids, isBusy, housing: undefined, noteMemory: note('memory'), noteTemporary: note('temporary') };
}

const meterOf = (isCheap: boolean, sample: MemoryMeter['sample']): MemoryMeter => ({ isCheap, peek: () => undefined, sample });

test('a sample that fails is left out, and the next one is taken', async () => {
  const clock = new ManualClock();
  let samples = 0;
  const meter = meterOf(false, () => {
    samples += 1;
    return samples === 1 ? Promise.reject(new Error('spawn E2BIG')) : Promise.resolve(new Map([[7, 1024]]));
  });
  const told: unknown[] = [];
  const sampler = new EnvironmentSampler({ clock, meter, sink: { emit: (event) => told.push(event) }, environments: () => [environmentOf('e', [7], false, [])] });
  clock.advance(1000);
  await eventually(() => clock.pending === 1 || undefined);
  clock.advance(1000);
  await eventually(() => told.length > 0 || undefined);
  expect(told).toMatchObject([{ type: 'memorySampled', samples: [['e', 1024]] }]);
  sampler.dispose();
  expect(clock.pending).toBe(0);
});

test('who is at work is looked at ten times as often as is told, with all processes together', async () => {
  const clock = new ManualClock();
  const noted: string[] = [];
  const told: unknown[] = [];
  const environments = [environmentOf('busy', [1, 2], true, noted), environmentOf('idle', [3], false, noted)];
  const meter = meterOf(true, (pids) => Promise.resolve(new Map(pids.map((pid) => [pid, pid * 10]))));
  const sampler = new EnvironmentSampler({ clock, meter, sink: { emit: (event) => told.push(event) }, environments: () => environments });
  for (let look = 1; look <= 10; look += 1) {
    clock.advance(100);
    await eventually(() => clock.pending === 1 || undefined);
  }
  expect(noted).toEqual([...Array.from({ length: 10 }, () => 'busy memory 30'), 'idle memory 30']);
  expect(told).toMatchObject([{ samples: [['busy', 30], ['idle', 30]] }]);
  sampler.dispose();
});

test('after looks that take long it rests as much longer', async () => {
  const clock = new ManualClock();
  const looks: number[] = [];
  const meter = meterOf(true, async () => {
    looks.push(clock.now());
    await Promise.resolve();
    clock.advance(40);
    return new Map();
  });
  const sampler = new EnvironmentSampler({ clock, meter, sink: { emit() {} }, environments: () => [environmentOf('busy', [1], true, [])] });
  const began = clock.now();
  for (const ms of [100, 359, 1]) {
    clock.advance(ms);
    await eventually(() => clock.pending === 1 || undefined);
  }
  expect(looks.map((at) => at - began)).toEqual([100, 500]);
  sampler.dispose();
});
