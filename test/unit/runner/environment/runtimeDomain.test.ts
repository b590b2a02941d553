import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../src/common/clock.ts';
import type { Extensions } from '../../../../src/runner/environment/extensions/extensions.ts';
import { type DomainParts, RuntimeDomain } from '../../../../src/runner/environment/runtimeDomain.ts';
import type { Telemetry } from '../../../../src/runner/environment/telemetry/telemetry.ts';
import { invocationOf } from '../../../shared/scriptedRuntime.ts';

const noRequests = { handles: () => false, serve: () => Promise.resolve() };

/** One extension that is always done a turn later, and never fails. */
const extensions: Extensions = {
  ...noRequests,
  registered: Promise.resolve(),
  failed: new Promise(() => {}),
  hasExternal: true,
  hasInternal: false,
  closeRegistration() {},
  ready: () => Promise.resolve(),
  invoke: () => new Promise((resolve) => setImmediate(resolve)),
  awaitsShutdown: () => false,
  shutdown() {},
  exited() {},
  launchFailed() {},
  nameOf: () => undefined,
  dispose() {},
};

const telemetry: Telemetry = {
  ...noRequests,
  wanted: false,
  tell() {},
  openSubscriptions() {},
  closeSubscriptions() {},
  flush: () => Promise.resolve(),
  dispose() {},
};

function partsOf(): DomainParts {
  return {
    clock: systemClock,
    housing: {
      taskRoot: '/',
      extensions: [],
      apiAddress: String,
      startRuntime: () => Promise.reject(new Error('nothing starts')),
      startExtension: () => Promise.reject(new Error('nothing starts')),
      temporaryBytes: () => Promise.resolve(undefined),
      residentBytes: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    },
    extensions,
    telemetry,
    environment: {},
    extensionEnvironment: {},
    restores: false,
    onOutput() {},
    onFrames() {},
    onExtensionOutput() {},
  };
}

async function invocations(of: RuntimeDomain, count: number): Promise<void> {
  const invocation = invocationOf({});
  for (; count > 0; count -= 1) {
    const outcome = of.run(invocation, 0);
    of.onAnswer({ body: invocation.payload, producedBytes: 2 });
    await outcome;
    of.onNext();
    expect(await of.settled()).toBe('next');
  }
}

/** Bytes in use after all that can be was collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

test('invocations with extensions leave nothing behind', async () => {
  const living = new RuntimeDomain(partsOf());
  await invocations(living, 1_000);
  const before = heap();
  await invocations(living, 20_000);
  expect(heap() - before).toBeLessThan(2_000_000);
  expect(living.fallen).toBeUndefined();
});

test('an extension that fails lets go who waits for the others', async () => {
  const failed = Promise.withResolvers<{ name: string; errorType: string; message: string }>();
  const living = new RuntimeDomain({ ...partsOf(), extensions: { ...extensions, failed: failed.promise, invoke: () => new Promise(() => {}) } });
  const outcome = living.run(invocationOf({}), 0);
  living.onAnswer({ body: Buffer.alloc(0), producedBytes: 0 });
  await outcome;
  living.onNext();
  const settled = living.settled();
  failed.resolve({ name: 'e', errorType: 'Extension.Crash', message: 'exit status 1' });
  expect(await settled).toBe('exited');
});
