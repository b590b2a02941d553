import { afterEach, describe, expect, test } from 'vitest';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import { type EnvironmentDependencies, ExecutionEnvironment } from '../../../src/runner/environment/executionEnvironment.ts';
import { InitGate } from '../../../src/runner/environment/initGate.ts';
import type { FunctionVersion } from '../../../src/runner/resources/functionVersion.ts';
import type { Housing, Isolation } from '../../../src/runner/sandbox/housing.ts';
import type { SandboxProcess } from '../../../src/runner/sandbox/sandboxProcess.ts';
import { eventually } from '../../shared/eventually.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { bootstrap } from '../../shared/runtimeScript/scriptedFunction.ts';
import { answer, chunk, initError, next, read, request, type Step, streamHead } from '../../shared/runtimeScript/steps.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../../shared/scriptedRuntime.ts';
import { plainIsolation } from '../../shared/testIsolation.ts';

/** What an environment does with its housing, in order. */
interface Watched {
  readonly deeds: string[];
  readonly processes: SandboxProcess[];
  readonly isolation: Isolation;
}

interface Holding {
  /** Opening waits for it, and starting. */
  readonly open?: Promise<unknown>;
  readonly start?: Promise<unknown>;
}

const player = bootstrap.slice(bootstrap.indexOf('\n') + 1);
const plain = plainIsolation(() => Promise.resolve({ command: process.execPath, args: ['-e', player], variables: {} }));

function watched({ open, start }: Holding = {}): Watched {
  const deeds: string[] = [];
  const processes: SandboxProcess[] = [];
  const isolation: Isolation = {
    async open(version, options): Promise<Housing> {
      deeds.push('opening');
      await open;
      deeds.push('opened');
      const housing = await plain.open(version, options);
      return {
        ...housing,
        async startRuntime(how) {
          deeds.push('starting');
          await start;
          const process = await housing.startRuntime(how);
          processes.push(process);
          deeds.push('started');
          void process.exit.then(() => deeds.push('exited'));
          return process;
        },
        close() {
          deeds.push('closed');
          return housing.close();
        },
      };
    },
  };
  return { deeds, processes, isolation };
}

let events: RegionEvent[] = [];

function dependencies(isolation: Isolation, more: Partial<EnvironmentDependencies> = {}): EnvironmentDependencies {
  events = [];
  return { ...scriptedDependencies(events), isolation, ...more };
}

function version(begins: readonly Step[], execution: Partial<FunctionVersion['execution']> = {}, timeout = 3): FunctionVersion {
  const plainVersion = scriptedVersion({ timeout });
  return {
    ...plainVersion,
    settings: { ...plainVersion.settings, Environment: { SCRIPT: JSON.stringify(begins) } },
    execution: { ...plainVersion.execution, ...execution },
  };
}

function logged(): string {
  return events.map((event) => (event.type === 'logged' ? event.text : '')).join('');
}

const started: ExecutionEnvironment[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((environment) => environment.stop('test')));
});

function start(of: FunctionVersion, deps: EnvironmentDependencies): ExecutionEnvironment {
  const environment = new ExecutionEnvironment(of, deps);
  started.push(environment);
  return environment;
}

const play = (...steps: readonly (Step | readonly Step[])[]) => invocationOf({ steps: steps.flat() }, { tail: true });

describe.skipIf(process.platform === 'win32')('an environment that is stopped', () => {
  test('while its housing is made: gives it back before it counts as stopped', async () => {
    const open = Promise.withResolvers<void>();
    const { deeds, isolation } = watched({ open: open.promise });
    const environment = start(version([]), dependencies(isolation));
    const run = environment.run(play(answer('1'))).catch((error: unknown) => error);
    await eventually(() => deeds.length === 1 || undefined);
    const stopped = environment.stop('test');
    open.resolve();
    await stopped;
    expect(deeds).toEqual(['opening', 'opened', 'closed']);
    expect(await run).toMatchObject({ type: 'ServiceException' });
    expect(deeds).toEqual(['opening', 'opened', 'closed']);
  });

  test('while its runtime is started: the process is gone before its housing is', async () => {
    const begin = Promise.withResolvers<void>();
    const { deeds, isolation, processes } = watched({ start: begin.promise });
    const environment = start(version([]), dependencies(isolation));
    await eventually(() => deeds.includes('starting') || undefined);
    const stopped = environment.stop('test');
    begin.resolve();
    await stopped;
    expect(deeds).toEqual(['opening', 'opened', 'starting', 'started', 'exited', 'closed']);
    expect(processes.map(({ pid }) => isAlive(pid ?? 0))).toEqual([false]);
  });

  test('while it waits for its turn: makes no housing any more', async () => {
    const { deeds, isolation } = watched();
    const initGate = new InitGate(1);
    const leave = await initGate.enter();
    const environment = start(version([]), dependencies(isolation, { initGate }));
    const run = environment.run(play(answer('1'))).catch((error: unknown) => error);
    await environment.stop('test');
    leave();
    expect(await run).toMatchObject({ type: 'ServiceException' });
    expect(deeds).toEqual([]);
  });

  test('amid an invocation: that ends, and is written down before', async () => {
    const { isolation } = watched();
    const environment = start(version([]), dependencies(isolation));
    const run = environment.run(play({ do: 'print', text: 'begun\n' }, { do: 'hang' }));
    await eventually(() => logged().includes('begun') || undefined);
    await environment.stop('test');
    expect(await run).toMatchObject({ functionError: 'Unhandled' });
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['invocationEnded', 'environmentStopped']);
  });

  test('frozen: its process ends', async () => {
    const { isolation, processes } = watched();
    const environment = start(version([]), dependencies(isolation));
    await environment.run(play(answer('1')));
    environment.freeze();
    await environment.stop('test');
    expect(processes.map(({ pid }) => isAlive(pid ?? 0))).toEqual([false]);
  });
});

describe.skipIf(process.platform === 'win32')('the report', () => {
  test('of a timeout is of the timeout, not of when it was noticed', async () => {
    const environment = start(version([], {}, 1), dependencies(watched().isolation));
    await environment.run(play(answer('1')));
    const { logTail } = await environment.run(play({ do: 'hang' }));
    expect(logTail?.toString()).toContain('Duration: 1000.00 ms\tBilled Duration: 1000 ms\t');
    expect(events.findLast(({ type }) => type === 'invocationEnded')).toMatchObject({ durationMs: 1000 });
  });

  test('of an initialisation that was late inside of its invocation is written', async () => {
    const environment = start(version([{ do: 'print', text: 'beginning\n' }, { do: 'pause', ms: 1200 }], {}, 1), dependencies(watched().isolation));
    await environment.run(play({ do: 'exit', status: 1 }));
    const { logTail } = await environment.run(play(answer('1')));
    expect(logTail?.toString()).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: timeout[^]*Task timed out after/);
  });

  test('has the last that was written, without a line end, also where lines are chosen', async () => {
    const logging = { format: 'JSON', applicationLevel: 'INFO', systemLevel: 'INFO', group: '/aws/lambda/f' } as const;
    const environment = start(version([], { logging }), dependencies(watched().isolation));
    const { logTail } = await environment.run(play({ do: 'print', text: 'no line end' }, { do: 'exit', status: 1 }));
    expect(logTail?.toString()).toContain('no line end\n');
  });

  test('tells no restore that failed, and the caller gets its error', async () => {
    const fails = [request('restore/next'), read('restored'), request('restore/error', '{"errorType":"Hook"}', { headers: { 'Lambda-Runtime-Function-Error-Type': 'Runtime.Hook' } }), read('error')];
    const environment = start(version([...fails, { do: 'hang' }], { snapStart: true }), dependencies(watched().isolation));
    const { payload, logTail } = await environment.run(play(answer('1')));
    expect(JSON.parse(payload.toString())).toEqual({ errorType: 'Hook' });
    expect(logTail?.toString()).toMatch(/^REPORT /m);
    expect(logTail?.toString()).not.toMatch(/^REPORT .*Restore Duration: /m);
  });

  test('tells a restore once, in the first invocation', async () => {
    const environment = start(version([request('restore/next'), read('restored')], { snapStart: true }), dependencies(watched().isolation));
    const first = await environment.run(play(answer('1')));
    const second = await environment.run(play(answer('2')));
    expect([first.payload, second.payload].map(String)).toEqual(['1', '2']);
    expect(first.logTail?.toString()).toMatch(/^REPORT .*Restore Duration: /m);
    expect(second.logTail?.toString()).not.toMatch(/Restore Duration: /);
  });
});

describe.skipIf(process.platform === 'win32')('between invocations', () => {
  test('a runtime that exits fails the next one, and the one after begins anew', async () => {
    const environment = start(version([]), dependencies(watched().isolation));
    await environment.run(play(answer('1'), next(), { do: 'exit', status: 9 }));
    const { payload } = await environment.run(play(answer('2')));
    expect(payload.toString()).toMatch(/exit status 9|^2$/);
    expect((await environment.run(play(answer('3')))).payload.toString()).toBe('3');
  });

  test('an invocation right when it freezes runs', async () => {
    const environment = start(version([]), dependencies(watched().isolation));
    for (let count = 0; count < 20; count += 1) {
      const run = environment.run(play(answer(String(count))));
      expect((await run).payload.toString()).toBe(String(count));
      environment.freeze();
    }
  });

  test('too much memory at the moment of an answer: the caller has it, and the next begins anew', async () => {
    const environment = start(version([]), dependencies(watched().isolation));
    const stream = { begin: () => environment.noteMemory(512 * 1024 * 1024), write: () => Promise.resolve() };
    const killed = await environment.run({ ...play(streamHead(), chunk('1'), { do: 'hang' }), stream });
    expect(JSON.parse(killed.payload.toString())).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(killed.logTail?.toString()).toMatch(/Max Memory Used: 128 MB\t.*Status: error\tError Type: Runtime\.OutOfMemory/);
    expect((await environment.run(play(answer('2')))).payload.toString()).toBe('2');
  });

  test.each([2, 1_000_000])('a runtime that exits right after its answer of %i bytes has answered, also where all of it is seen at once', async (bytes) => {
    const environment = start(version([]), dependencies(watched().isolation));
    const head = `POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {host}\r\nContent-Length: ${bytes}\r\n\r\n`;
    for (let count = 1; count <= 5; count += 1) {
      const run = environment.run(play({ do: 'print', text: 'begun\n' }, { do: 'pause', ms: 50 }, { do: 'send', text: head }, { do: 'fill', bytes }, { do: 'exit', status: 1 }));
      await eventually(() => logged().split('begun').length > count || undefined);
      // The service is busy while the runtime does that.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      const { payload, functionError } = await run;
      expect(functionError).toBeUndefined();
      expect(payload).toHaveLength(bytes);
    }
  });

  test('a full /tmp that is noticed late fails nobody', async () => {
    const environment = start(version([]), dependencies(watched().isolation));
    await environment.run(play(answer('1')));
    environment.noteTemporary(1024 * 1024 * 1024);
    expect(await environment.run(play(answer('2')))).toMatchObject({ payload: Buffer.from('2') });
  });

  test('an initialisation error that is too large is one all the same, at once', async () => {
    const bytes = 6_300_000;
    const head = `POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nContent-Length: ${bytes}\r\n\r\n`;
    const begins: readonly Step[] = [{ do: 'send', text: head }, { do: 'fill', bytes }, read('init'), { do: 'exit', status: 1 }];
    const environment = start(version(begins, {}, 5), dependencies(watched().isolation));
    const { payload } = await environment.run(play(answer('1')));
    expect(JSON.parse(payload.toString())).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(logged()).toMatch(/INIT_REPORT Init Duration: \d{1,4}\.\d+ ms\tPhase: init\tStatus: error/);
  });

  test('an initialisation error, whatever follows, is the answer', async () => {
    const environment = start(version([initError('{"errorType":"Bad"}', 'Runtime.Bad'), read('init'), next(), read('next')]), dependencies(watched().isolation));
    expect((await environment.run(play(answer('1')))).payload.toString()).toBe('{"errorType":"Bad"}');
  });
});
