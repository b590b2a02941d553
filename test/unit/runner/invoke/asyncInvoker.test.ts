import { beforeEach, describe, expect, test, vi } from 'vitest';

import { eventually } from '../../../shared/eventually.ts';
import { AsyncBench, type Deed } from './asyncBench.ts';

let bench: AsyncBench;

beforeEach(async () => {
  bench = await AsyncBench.open();
});

const left = async (): Promise<number> => (await bench.events.list()).length;

describe('asynchronous invocation', () => {
  test('an accepted event is on disk before it runs, and gone when it succeeded', async () => {
    await bench.accept();
    expect(await left()).toBe(1);
    expect(bench.tries).toEqual([]);
    await bench.runDry();
    expect(bench.tries).toEqual([0]);
  });

  test.each<[number | undefined, readonly number[]]>([
    [undefined, [0, 60, 180]],
    [2, [0, 60, 180]],
    [1, [0, 60]],
    [0, [0]],
  ])('a failing function with MaximumRetryAttempts %s is tried at %j s', async (maximumRetryAttempts, expected) => {
    bench.deeds = ['fail'];
    if (maximumRetryAttempts !== undefined) bench.config = () => ({ maximumRetryAttempts });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual(expected);
  });

  test.each<[string, readonly Deed[], readonly number[]]>([
    ['throttles back off from one second', ['throttle', 'throttle', 'throttle', 'succeed'], [0, 1, 3, 7]],
    ['so does what fails inside the region', ['break', 'break', 'succeed'], [0, 1, 3]],
    ['they do not use up the retries, and begin anew after a run', ['throttle', 'fail', 'throttle', 'fail', 'fail'], [0, 1, 61, 62, 182]],
  ])('%s', async (_title, deeds, expected) => {
    bench.deeds = deeds;
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual(expected);
  });

  test('a back-off may be shorter by up to a half, so that what was throttled together comes back one by one', async () => {
    bench.deeds = ['throttle', 'throttle', 'throttle', 'succeed'];
    bench.random = 0.5;
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual([0, 0.75, 2.25, 5.25]);
  });

  test.each<['update' | 'remove', readonly Deed[], number]>([
    ['update', ['throttle', 'succeed'], 2],
    ['remove', ['succeed'], 1],
  ])('where the disk refuses %s for a moment, the event goes on and runs no more often', async (write, deeds, runs) => {
    bench.deeds = deeds;
    const full = new Error('no space');
    vi.spyOn(bench.events, write).mockRejectedValueOnce(full).mockRejectedValueOnce(full);
    await bench.accept();
    await bench.runDry();
    expect([bench.tries.length, await left()]).toEqual([runs, 0]);
    expect(bench.log.filter((line) => line.includes('is written again'))).toHaveLength(1);
  });

  test('an event that is throttled for six hours is dropped, and waits five minutes at most', async () => {
    bench.deeds = ['throttle'];
    await bench.accept();
    await bench.runDry();
    expect(bench.tries.at(-1)).toBeGreaterThan(21_300 - 1);
    expect(bench.tries.at(-1)).toBeLessThan(21_600);
    expect((bench.tries.at(-1) ?? 0) - (bench.tries.at(-2) ?? 0)).toBe(300);
  });

  test.each<[string, readonly Deed[], number, readonly number[]]>([
    ['would be too old for its next retry', ['fail'], 60, [0]],
    ['would be too old for its second retry', ['fail'], 100, [0, 60]],
    ['was throttled for so long', ['throttle'], 60, [0, 1, 3, 7, 15, 31]],
  ])('MaximumEventAgeInSeconds: an event that %s is given up', async (_title, deeds, maximumEventAgeInSeconds, expected) => {
    bench.deeds = deeds;
    bench.config = () => ({ maximumEventAgeInSeconds });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual(expected);
  });

  test('what became too old while the service was away does not run', async () => {
    bench.config = () => ({ maximumEventAgeInSeconds: 60 });
    await bench.accept();
    bench.invoker.dispose();
    bench.clock.advance(60_000);
    await bench.restart();
    await bench.runDry();
    expect(bench.tries).toEqual([]);
  });

  test('each attempt runs what its alias gives then', async () => {
    bench.deeds = ['fail', 'fail', 'succeed'];
    bench.versions = ['1', '2', '1'];
    await bench.accept({}, 'live');
    await bench.runDry();
    expect(bench.ran).toEqual(['1', '2', '1']);
  });

  test('the configuration is that of the qualifier', async () => {
    bench.deeds = ['fail'];
    bench.config = (name, qualifier) => (name === 'f' && qualifier === 'live' ? { maximumRetryAttempts: 0 } : undefined);
    await bench.accept({}, 'live');
    await bench.runDry();
    expect(bench.tries).toEqual([0]);
  });

  test('an event whose function is not there waits for it', async () => {
    await bench.accept();
    bench.known = () => false;
    bench.clock.advance(60_000);
    await eventually(async () => (await left()) === 1 && bench.clock.pending === 0);
    bench.known = () => true;
    await bench.until(() => {
      bench.functionsChanged.fire();
      return bench.tries.length > 0;
    });
    expect(bench.tries).toEqual([60]);
  });

  test('six hours are hours, however short Lambda’s own times are made', async () => {
    bench.scale = 0.1;
    await bench.accept();
    bench.known = () => false;
    // An hour, where a tenth of six has passed.
    bench.clock.advance(3_600_000);
    await eventually(() => bench.clock.pending === 0);
    bench.functionsChanged.fire();
    await eventually(() => bench.clock.pending > 0);
    await bench.until(() => bench.clock.pending === 0);
    expect(await left()).toBe(1);
    expect(bench.log.filter((line) => line.includes('dropped'))).toEqual([]);
  });

  test('but not for more than six hours', async () => {
    await bench.accept();
    bench.known = () => false;
    bench.clock.advance(21_600_001);
    bench.functionsChanged.fire();
    await bench.runDry();
    expect(bench.tries).toEqual([]);
  });

  test('an event whose function is being created waits until it is there', async () => {
    await bench.accept();
    bench.creating = true;
    await bench.until(() => bench.clock.now() >= 1_700_000_003_000);
    bench.creating = false;
    await bench.runDry();
    expect(bench.tries).toEqual([7]);
  });

  test('what an earlier run had accepted is gone on with, with the tries it had', async () => {
    bench.deeds = ['fail'];
    await bench.accept();
    bench.clock.step();
    await eventually(async () => ((await bench.events.list())[0]?.event.attempts === 1 ? true : undefined));
    await bench.restart();
    await bench.runDry();
    expect(bench.tries).toEqual([0, 60, 180]);
  });

  test('a run that the end of the service interrupts runs again', async () => {
    bench.deeds = ['hang', 'succeed'];
    await bench.accept();
    await bench.until(() => bench.tries.length === 1);
    await bench.restart();
    await bench.runDry();
    expect(bench.tries).toHaveLength(2);
  });

  test('nothing runs after it is disposed, and the event stays', async () => {
    await bench.accept();
    bench.invoker.dispose();
    bench.clock.advance(10_000);
    expect(bench.tries).toEqual([]);
    expect(await left()).toBe(1);
  });

  test('an event of a function that may not run at all is dropped without a try', async () => {
    bench.reserved = 0;
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual([]);
  });

  test('an event that succeeds while the service stops is gone', async () => {
    bench.deeds = ['disposed'];
    await bench.accept();
    bench.clock.step();
    await eventually(async () => ((await left()) === 0 ? true : undefined));
  });
});

describe('times that are scaled', () => {
  test('retries after errors of the function', async () => {
    bench.scale = 0.01;
    bench.deeds = ['fail'];
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual([0, 0.6, 1.8]);
  });

  test('the age', async () => {
    bench.scale = 0.01;
    bench.deeds = ['throttle'];
    bench.config = () => ({ maximumEventAgeInSeconds: 60 });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual([0, 0.05, 0.15, 0.35]);
  });

  test('at 0, retries come at once', async () => {
    bench.scale = 0;
    bench.deeds = ['fail'];
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toEqual([0, 0, 0]);
  });

  test.each([
    [60, 1],
    [100, 2],
    [181, 3],
  ])('at 0, an event of at most %i s runs as often as its waits would fit in: %i times', async (maximumEventAgeInSeconds, times) => {
    bench.scale = 0;
    bench.deeds = ['fail'];
    bench.config = () => ({ maximumEventAgeInSeconds });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toHaveLength(times);
  });

  test('at 0, what is throttled is not dropped, and not tried in a circle', async () => {
    bench.scale = 0;
    bench.deeds = [...Array.from({ length: 30 }, (): Deed => 'throttle'), 'succeed'];
    bench.config = () => ({ maximumEventAgeInSeconds: 60 });
    await bench.accept();
    await bench.runDry();
    expect(bench.tries).toHaveLength(31);
    expect(bench.tries.slice(0, 4)).toEqual([0, 0.05, 0.15, 0.35]);
    expect((bench.tries.at(-1) ?? 0) - (bench.tries.at(-2) ?? 0)).toBeCloseTo(1);
  });
});
