import { expect, test } from 'vitest';
import { MemorySampler } from '../../../../src/runner/observe/memorySampler.ts';
import type { ExecutionEnvironment } from '../../../../src/runner/environment/executionEnvironment.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

test('a sample that fails is left out, and the next one is taken', async () => {
  const clock = new ManualClock();
  const environment: Pick<ExecutionEnvironment, 'id' | 'pid' | 'noteMemory'> = { id: 'e', pid: 7, noteMemory() {} };
  let samples = 0;
  const meter = {
    peek: () => undefined,
    sample: () => {
      samples += 1;
      return samples === 1 ? Promise.reject(new Error('spawn E2BIG')) : Promise.resolve(new Map([[7, 1024]]));
    },
  };
  const told: unknown[] = [];
  const sampler = new MemorySampler(clock, meter, { emit: (event) => told.push(event) }, () => [environment]);
  clock.advance(1000);
  await eventually(() => clock.pending === 1 || undefined);
  clock.advance(1000);
  await eventually(() => told.length > 0 || undefined);
  expect(told).toMatchObject([{ type: 'memorySampled', samples: [['e', 1024]] }]);
  sampler.dispose();
  expect(clock.pending).toBe(0);
});
