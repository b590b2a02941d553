import { afterEach, describe, expect, test } from 'vitest';
import type { RegionEvent } from '../../../src/protocol/runner.ts';
import { ExecutionEnvironment } from '../../../src/runner/environment/executionEnvironment.ts';
import type { Isolation } from '../../../src/runner/sandbox/housing.ts';
import { type SandboxProcess, startSandboxProcess } from '../../../src/runner/sandbox/sandboxProcess.ts';
import { eventually } from '../../shared/eventually.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { bootstrap } from '../../shared/runtimeScript/scriptedFunction.ts';
import { answer, type Step } from '../../shared/runtimeScript/steps.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../../shared/scriptedRuntime.ts';
import { plainIsolation, testHost } from '../../shared/testIsolation.ts';

/** An external extension that asks for one event after the other, and prints them; it begins when it may. */
const extension = `
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
const registered = await fetch(base + 'register', { method: 'POST', headers: { 'Lambda-Extension-Name': 'e' }, body: '{"events":["INVOKE","SHUTDOWN"]}' });
const headers = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
for (;;) {
  const event = await (await fetch(base + 'event/next', { headers })).json();
  console.log('EVENT ' + event.eventType);
  if (event.eventType === 'SHUTDOWN') process.exit(0);
}
`;

const player = bootstrap.slice(bootstrap.indexOf('\n') + 1);

/** A housing with one extension; `extensions` collects its processes. */
function withExtension(extensions: SandboxProcess[], hold?: Promise<unknown>): Isolation {
  const plain = plainIsolation(() => Promise.resolve({ command: process.execPath, args: ['-e', player], variables: {} }));
  return {
    async open(version, options) {
      return {
        ...(await plain.open(version, options)),
        extensions: ['e'],
        async startExtension(_name, { environment, onOutput }) {
          await hold;
          const args = ['--input-type=module', '-e', extension];
          const started = startSandboxProcess(testHost, { command: process.execPath, args, cwd: process.cwd(), environment }, { onOutput });
          extensions.push(started);
          return started;
        },
      };
    },
  };
}

let events: RegionEvent[];
let extensions: SandboxProcess[];
let environment: ExecutionEnvironment;

function start(hold?: Promise<unknown>): ExecutionEnvironment {
  events = [];
  extensions = [];
  environment = new ExecutionEnvironment(scriptedVersion({ timeout: 5 }), { ...scriptedDependencies(events), isolation: withExtension(extensions, hold) });
  return environment;
}

const logged = (): string => events.map((event) => (event.type === 'logged' ? event.text : '')).join('');
const play = (...steps: readonly (Step | readonly Step[])[]) => invocationOf({ steps: steps.flat() }, { tail: true });
const pidOf = (at: number): number => extensions[at]?.pid ?? 0;

afterEach(() => environment.stop('test'));

describe.skipIf(process.platform === 'win32')('an extension', () => {
  test.each([false, true])('that ends between invocations fails the next one, and the one after begins anew (frozen: %s)', async (frozen) => {
    start();
    await environment.run(play(answer('1')));
    const runtime = environment.pid ?? 0;
    if (frozen) environment.freeze();
    process.kill(pidOf(0), 'SIGKILL');
    await extensions[0]?.exit;
    const failed = await environment.run(play(answer('2')));
    expect(JSON.parse(failed.payload.toString())).toMatchObject({ errorType: 'Extension.Crash', errorMessage: expect.stringContaining('signal: killed') });
    expect(isAlive(runtime)).toBe(false);
    expect((await environment.run(play(answer('3')))).payload.toString()).toBe('3');
    expect(extensions).toHaveLength(2);
  });

  test('that ends amid an invocation fails it at once', async () => {
    start();
    const run = environment.run(play({ do: 'print', text: 'begun\n' }, { do: 'hang' }));
    await eventually(() => logged().includes('begun') || undefined);
    process.kill(pidOf(0), 'SIGKILL');
    expect(JSON.parse((await run).payload.toString())).toMatchObject({ errorType: 'Extension.Crash' });
  });

  test('and the runtime that end at once fail the invocation once', async () => {
    start();
    const run = environment.run(play({ do: 'print', text: 'begun\n' }, { do: 'hang' }));
    await eventually(() => logged().includes('begun') || undefined);
    for (const pid of environment.pids) process.kill(pid, 'SIGKILL');
    expect(JSON.parse((await run).payload.toString())).toMatchObject({ errorType: expect.stringMatching(/^(Extension\.Crash|Runtime\.ExitError)$/) });
    expect(logged().match(/^REPORT /gm)).toHaveLength(1);
    expect((await environment.run(play(answer('2')))).payload.toString()).toBe('2');
  });

  test('hears of the end of a frozen environment', async () => {
    start();
    await environment.run(play(answer('1')));
    environment.freeze();
    await environment.stop('test');
    expect(logged()).toContain('EVENT SHUTDOWN');
    expect(isAlive(pidOf(0))).toBe(false);
  });

  test('that is only being started when the environment ends is gone before it counts as stopped', async () => {
    const hold = Promise.withResolvers<void>();
    start(hold.promise);
    await eventually(() => logged().includes('INIT_START') || undefined);
    const stopped = environment.stop('test');
    hold.resolve();
    await stopped;
    expect(extensions).toHaveLength(1);
    expect(isAlive(pidOf(0))).toBe(false);
    expect(environment.pids).toEqual([]);
  });
});
