import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Emitter } from '../../../../src/common/emitter.ts';
import { silentLogger } from '../../../../src/common/logger.ts';
import { lambdaErrors } from '../../../../src/lambda/lambdaError.ts';
import type { InvocationResult } from '../../../../src/runner/environment/invocation.ts';
import { AsyncInvoker } from '../../../../src/runner/invoke/asyncInvoker.ts';
import { AsyncEventStore } from '../../../../src/runner/store/asyncEventStore.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { eventually } from '../../../shared/eventually.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { invocationOf, scriptedVersion } from '../../../shared/scriptedRuntime.ts';

type Deed = 'succeed' | 'fail' | 'throttle' | 'break' | 'disposed';

let folder: string;
let store: DocumentStore;
let events: AsyncEventStore;
let clock: ManualClock;
let invoker: AsyncInvoker;
/** When it was tried, in s since the start. */
let tries: number[];
let known: boolean;
let reserved: number | undefined;
const functionsChanged = new Emitter<void>();

/** Stands for the pools: each try does the next deed, the last one for ever. */
function start(deeds: readonly Deed[]): void {
  const began = clock.now();
  const deedOf: Readonly<Record<Deed, () => Promise<InvocationResult>>> = {
    succeed: () => Promise.resolve({ payload: Buffer.from('1'), executedVersion: '$LATEST' }),
    fail: () => Promise.resolve({ payload: Buffer.from('{}'), executedVersion: '$LATEST', functionError: 'Unhandled' }),
    throttle: () => Promise.reject(lambdaErrors.throttled('ConcurrentInvocationLimitExceeded')),
    break: () => Promise.reject(new Error('EMFILE')),
    disposed: () => {
      invoker.dispose();
      return deedOf.succeed();
    },
  };
  invoker = new AsyncInvoker({
    events,
    clock,
    logger: silentLogger,
    functions: {
      onDidChange: functionsChanged.event,
      resolve(name) {
        if (!known) throw lambdaErrors.functionNotFound(name);
        return scriptedVersion(reserved === undefined ? {} : { reserved });
      },
    },
    pools: {
      invoke() {
        const deed = deeds[Math.min(tries.length, deeds.length - 1)] ?? 'succeed';
        tries.push((clock.now() - began) / 1000);
        return deedOf[deed]();
      },
    },
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-test-'));
  store = await openDocumentStore(folder, silentLogger);
  events = new AsyncEventStore(store);
  clock = new ManualClock();
  tries = [];
  known = true;
  reserved = undefined;
});

afterEach(async () => {
  invoker.dispose();
  await store.close();
  await rm(folder, { recursive: true });
});

const accept = (): Promise<void> => invoker.accept(scriptedVersion(), invocationOf({}), undefined);

/** Moves from timer to timer until nothing is left to do. */
async function runDry(): Promise<void> {
  await eventually(async () => {
    if (clock.pending > 0) clock.advance(1000);
    return (await events.list()).length === 0 && clock.pending === 0 ? true : undefined;
  });
}

describe('asynchronous invocation', () => {
  test('an accepted event is on disk before it runs, and gone when it succeeded', async () => {
    start(['succeed']);
    await accept();
    expect(await events.list()).toHaveLength(1);
    expect(tries).toEqual([]);
    await runDry();
    expect(tries).toEqual([0]);
  });

  test('a failing function is tried three times, after one and two more minutes', async () => {
    start(['fail']);
    await accept();
    await runDry();
    expect(tries).toHaveLength(3);
    const [, second = 0, third = 0] = tries;
    expect(second).toBeGreaterThanOrEqual(60);
    expect(third - second).toBeGreaterThanOrEqual(120);
  });

  test('throttles are not tries: they back off from one second, and do not use up the retries', async () => {
    start(['throttle', 'throttle', 'throttle', 'succeed']);
    await accept();
    await runDry();
    expect(tries).toHaveLength(4);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(1);
    expect(waits[1]).toBeGreaterThanOrEqual(2);
    expect(waits[2]).toBeGreaterThanOrEqual(4);
  });

  test('an event that is throttled for six hours is dropped', async () => {
    start(['throttle']);
    await accept();
    await eventually(async () => {
      if (clock.pending > 0) clock.advance(300_000);
      return (await events.list()).length === 0 ? true : undefined;
    });
    expect(tries.at(-1)).toBeLessThanOrEqual(21_600);
    expect(tries.at(-1)).toBeGreaterThan(20_000);
  });

  test('an event whose function is not there waits for it', async () => {
    start(['succeed']);
    await accept();
    known = false;
    clock.advance(60_000);
    expect(await events.list()).toHaveLength(1);
    known = true;
    functionsChanged.fire();
    await runDry();
    expect(tries).toEqual([60]);
  });

  test('but not for more than six hours', async () => {
    start(['succeed']);
    await accept();
    known = false;
    clock.advance(0);
    clock.advance(21_600_001);
    functionsChanged.fire();
    await runDry();
    expect(tries).toEqual([]);
  });

  test('what an earlier run had accepted is gone on with, with the tries it had', async () => {
    start(['fail']);
    await accept();
    clock.advance(0);
    await eventually(async () => ((await events.list())[0]?.attempts === 1 ? true : undefined));
    invoker.dispose();
    start(['fail']);
    await invoker.resume();
    await runDry();
    expect(tries).toHaveLength(3);
  });

  test('nothing runs after it is disposed, and the event stays', async () => {
    start(['succeed']);
    await accept();
    invoker.dispose();
    clock.advance(10_000);
    expect(tries).toEqual([]);
    expect(await events.list()).toHaveLength(1);
  });

  test('what fails inside the region is tried again like a throttle, and does not use up the retries', async () => {
    start(['break', 'break', 'succeed']);
    await accept();
    await runDry();
    expect(tries).toHaveLength(3);
    expect(tries[2]).toBeLessThan(60);
  });

  test('an event of a function that may not run at all is dropped without a try', async () => {
    start(['succeed']);
    reserved = 0;
    await accept();
    await runDry();
    expect(tries).toEqual([]);
  });

  test('an event that succeeds while the service stops is gone', async () => {
    start(['disposed']);
    await accept();
    clock.advance(0);
    await eventually(async () => ((await events.list()).length === 0 ? true : undefined));
  });
});
