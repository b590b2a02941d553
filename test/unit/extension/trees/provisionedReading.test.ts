import { expect, it } from 'vitest';
import type { ProvisionedConcurrency } from '../../../../src/aws/lambdaApi.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import { ProvisionedReading } from '../../../../src/extension/trees/functions/scaling/provisionedReading.ts';
import { ManualClock } from '../../../shared/manualClock.ts';

const begun: ProvisionedConcurrency = { qualifier: 'live', requested: 10, allocated: 0, available: 0, status: 'IN_PROGRESS' };
const ready: ProvisionedConcurrency = { ...begun, allocated: 10, available: 10, status: 'READY' };

/** A reading of what a test sets, with what was told. */
function readingOf(first: ProvisionedConcurrency | undefined, { changes }: { readonly changes?: Emitter<void> } = {}) {
  const clock = new ManualClock();
  const service = { answer: first, calls: 0, error: undefined as Error | undefined };
  const seen = new Emitter<void>();
  const view = { visible: true, onDidChange: seen.event };
  const told: unknown[] = [];
  const reading: ProvisionedReading = new ProvisionedReading({
    read: async () => {
      service.calls += 1;
      if (service.error !== undefined) throw service.error;
      return service.answer;
    },
    changes: changes?.event,
    clock,
    visibility: view,
    onDidChange: () => told.push(reading.state),
  });
  const show = (visible: boolean) => {
    view.visible = visible;
    seen.fire();
  };
  /** Time passes, and what it began is done. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, service, told, reading, show, pass };
}

it('is read once, and left alone where it is not in progress', async () => {
  const { reading, service, clock } = readingOf(ready);
  expect(await reading.read()).toEqual({ type: 'read', provisioned: ready });
  expect((await reading.read()) === reading.state).toBe(true);
  expect([service.calls, clock.pending]).toEqual([1, 0]);
});

it('is asked for ever more slowly while it is in progress', async () => {
  const { reading, service, told, clock, pass } = readingOf(begun);
  await reading.read();
  for (const [ms, calls] of [[1_999, 1], [1, 2], [3_999, 2], [1, 3], [8_000, 4], [16_000, 5], [30_000, 6], [30_000, 7]] as const) {
    await pass(ms);
    expect(service.calls).toBe(calls);
  }
  expect(told).toEqual([]);
  service.answer = ready;
  await pass(30_000);
  expect(told).toEqual([{ type: 'read', provisioned: ready }]);
  expect(clock.pending).toBe(0);
});

it('is not asked for while nobody looks, and at once when someone does again', async () => {
  const { reading, service, show, pass } = readingOf(begun);
  await reading.read();
  show(false);
  await pass(60_000);
  expect(service.calls).toBe(1);
  show(true);
  await pass(0);
  expect(service.calls).toBe(2);
  show(false);
  show(true);
  await pass(0);
  expect(service.calls).toBe(2);
});

it('is read when it is told to have changed, a few times a second at most, and not before it was read first', async () => {
  const changes = new Emitter<void>();
  const { reading, service, told, clock, pass } = readingOf(begun, { changes });
  changes.fire();
  await pass(0);
  expect(service.calls).toBe(0);
  await reading.read();
  expect(clock.pending).toBe(0);
  service.answer = { ...begun, allocated: 4 };
  for (let i = 0; i < 5; i += 1) changes.fire();
  await pass(0);
  expect(service.calls).toBe(2);
  await pass(250);
  expect(service.calls).toBe(3);
  expect(told).toHaveLength(1);
});

it('tells that it cannot be read any more, and stops asking', async () => {
  const { reading, service, told, clock, pass } = readingOf(begun);
  await reading.read();
  service.error = new Error('expired');
  await pass(2_000);
  expect(told).toEqual([{ type: 'unreadable', error: service.error }]);
  expect(clock.pending).toBe(0);
});

it('asks for nothing once it is disposed', async () => {
  const changes = new Emitter<void>();
  const { reading, clock, pass } = readingOf(begun);
  await reading.read();
  reading.dispose();
  expect(clock.pending).toBe(0);
  const followed = readingOf(begun, { changes });
  await followed.reading.read();
  followed.reading.dispose();
  changes.fire();
  await pass(1_000);
  expect([followed.service.calls, changes.listenerCount]).toEqual([1, 0]);
});

it('takes no answer that comes after that of a later question', async () => {
  const changes = new Emitter<void>();
  const clock = new ManualClock();
  const answers: ((provisioned: ProvisionedConcurrency) => void)[] = [];
  const reading = new ProvisionedReading({
    read: () => new Promise((resolve) => answers.push(resolve)),
    changes: changes.event,
    clock,
    visibility: { visible: true, onDidChange: new Emitter<void>().event },
    onDidChange() {},
  });
  const first = reading.read();
  changes.fire();
  answers[1]?.(ready);
  answers[0]?.(begun);
  await first;
  expect(reading.state).toEqual({ type: 'read', provisioned: ready });
  reading.dispose();
});
