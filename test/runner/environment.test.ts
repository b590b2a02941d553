import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { CodedError } from '../../src/common/codedError.ts';
import type { RegionEvent } from '../../src/protocol/runner.ts';
import { ExecutionEnvironment } from '../../src/runner/environment/executionEnvironment.ts';
import type { InvocationResult } from '../../src/runner/environment/invocation.ts';
import { eventually } from '../shared/eventually.ts';
import { isAlive } from '../shared/isAlive.ts';
import { ManualClock } from '../shared/manualClock.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../shared/scriptedRuntime.ts';
import { plainIsolation } from '../shared/testIsolation.ts';

let events: RegionEvent[] = [];
let environment: ExecutionEnvironment;

function start(changes: Parameters<typeof scriptedVersion>[0] = {}, clock?: ManualClock): ExecutionEnvironment {
  events = [];
  environment = new ExecutionEnvironment(scriptedVersion(changes), scriptedDependencies(events, clock));
  return environment;
}

function payloadOf(result: InvocationResult): Record<string, unknown> {
  return v.parse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), result.payload.toString());
}

/** Everything that the environment wrote to its log. */
function logged(): string {
  return events.map((event) => (event.type === 'logged' ? event.text : '')).join('');
}

afterEach(() => environment.stop('test'));

describe('an execution environment', () => {
  test('runs invocations one after the other in one process', async () => {
    start();
    const first = payloadOf(await environment.run(invocationOf({ do: 'echo' })));
    const second = payloadOf(await environment.run(invocationOf({ do: 'echo' })));
    expect(first['pid']).toBe(second['pid']);
    expect(environment.info).toMatchObject({ pid: first['pid'] });
  });

  test('tells its init once, then the invocations', async () => {
    start();
    await environment.run(invocationOf({ do: 'echo' }, { requestId: 'a', tail: true }));
    await environment.run(invocationOf({ do: 'echo' }, { requestId: 'b', tail: true }));
    const told = events.filter(({ type }) => type.startsWith('invocation'));
    expect(told).toMatchObject([
      { type: 'invocationStarted', requestId: 'a', cold: true },
      { type: 'invocationEnded', requestId: 'a', outcome: 'success', initDurationMs: expect.any(Number) },
      { type: 'invocationStarted', requestId: 'b', cold: false },
      { type: 'invocationEnded', requestId: 'b', outcome: 'success' },
    ]);
    expect(told[3]).not.toHaveProperty('initDurationMs');
  });

  test('the tail holds what the handler printed between START and REPORT', async () => {
    start();
    const { logTail } = await environment.run(invocationOf({ do: 'print', text: 'hello from the handler' }, { requestId: 'r', tail: true }));
    expect(logTail?.toString()).toMatch(
      /^START RequestId: r Version: \$LATEST\nhello from the handler\nEND RequestId: r\nREPORT RequestId: r\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d* MB\tInit Duration: [\d.]+ ms\t\n$/,
    );
  });

  test("a handler's error is the function's answer, and the process lives on", async () => {
    start();
    const failed = await environment.run(invocationOf({ do: 'fail' }));
    expect(failed).toMatchObject({ functionError: 'Unhandled' });
    expect(payloadOf(failed)).toEqual({ errorType: 'E', errorMessage: 'm' });
    const pid = environment.pid;
    expect(payloadOf(await environment.run(invocationOf({ do: 'echo' })))['pid']).toBe(pid);
  });

  test.each([
    [{ do: 'exit', status: 3 }, 'Runtime exited with error: exit status 3'],
    [{ do: 'exit', status: 0 }, 'Runtime exited without providing a reason'],
    [{ do: 'kill' }, 'Runtime exited with error: signal: killed'],
  ])('%o ends as Runtime.ExitError, and the next invocation starts anew in the same environment', async (event, text) => {
    start();
    const result = await environment.run(invocationOf(event, { requestId: 'r' }));
    expect(result).toMatchObject({ functionError: 'Unhandled' });
    expect(payloadOf(result)).toEqual({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: r Error: ${text}` });
    expect(payloadOf(await environment.run(invocationOf({ do: 'echo' })))['pid']).toEqual(expect.any(Number));
    expect(logged()).toContain('Status: error\tError Type: Runtime.ExitError');
    // Where a process's memory can be read at once, also that of one that is gone now is known.
    if (process.platform === 'linux') expect(logged()).not.toContain('Max Memory Used: 0 MB');
  });

  test('a timeout ends the process, says so in the log, and the next invocation starts anew', async () => {
    start({ timeout: 1 });
    await environment.run(invocationOf({ do: 'echo' }));
    const pid = environment.pid ?? 0;
    const result = await environment.run(invocationOf({ do: 'hang' }, { requestId: 'late', tail: true }));
    expect(payloadOf(result)).toEqual({ errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: late Error: Task timed out after 1.00 seconds' });
    expect(result.logTail?.toString()).toMatch(/late Task timed out after 1\.00 seconds\n\nEND RequestId: late\nREPORT .*Status: timeout\t\n$/);
    expect(isAlive(pid)).toBe(false);
    expect(payloadOf(await environment.run(invocationOf({ do: 'echo' })))['pid']).not.toBe(pid);
  });

  test('a response that is too large fails, and the process lives on', async () => {
    start();
    const result = await environment.run(invocationOf({ do: 'big' }));
    expect(payloadOf(result)).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await environment.run(invocationOf({ do: 'echo' }))).functionError).toBeUndefined();
  });

  test('a process that exits after its answer has answered', async () => {
    start();
    expect((await environment.run(invocationOf({ do: 'answerAndExit' }))).functionError).toBeUndefined();
    expect((await environment.run(invocationOf({ do: 'echo' }))).functionError).toBeUndefined();
  });

  test('a failing init is reported, tried once more in the invocation, and answered as the runtime said', async () => {
    start({ init: 'error' });
    const result = await environment.run(invocationOf({ do: 'echo' }, { tail: true }));
    expect(payloadOf(result)).toEqual({ errorType: 'Runtime.Bad', errorMessage: 'bad' });
    expect(logged().match(/no luck/g)).toHaveLength(2);
    expect(logged()).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime\.Bad\n/);
  });

  test('an init that exits is a Runtime.ExitError', async () => {
    start({ init: 'exit' });
    const result = await environment.run(invocationOf({ do: 'echo' }, { requestId: 'r' }));
    expect(payloadOf(result)).toEqual({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: r Error: Runtime exited with error: exit status 7' });
  });

  test('an init over ten seconds is given up, and the second counts towards the timeout', async () => {
    const clock = new ManualClock();
    start({ init: 'hang', timeout: 5 }, clock);
    const result = environment.run(invocationOf({ do: 'echo' }, { requestId: 'r' }));
    await eventually(() => environment.pid);
    clock.advance(10_000);
    await eventually(() => logged().includes('INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout') || undefined);
    await eventually(() => environment.pid);
    clock.advance(5_000);
    expect(payloadOf(await result)).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  test("the process gets Lambda's variables, the function's, and nothing of ours", async () => {
    start();
    const variables = payloadOf(await environment.run(invocationOf({ do: 'variables' })));
    expect(variables).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_REGION: 'us-east-1',
      LAMBDA_TASK_ROOT: process.cwd(),
      _HANDLER: 'index.handler',
      TZ: ':UTC',
      MINE: 'yes',
    });
    expect(variables).not.toHaveProperty('HOME');
    expect(variables).not.toHaveProperty('PATH');
    expect(variables).not.toHaveProperty('VITEST');
  });

  test('memory over its size, seen when the invocation was over already, costs the next one a start and no more', async () => {
    start();
    const { pid } = payloadOf(await environment.run(invocationOf({ do: 'echo' })));
    await eventually(() => environment.info.state === 'idle' || undefined);
    environment.noteMemory(129 * 1024 * 1024);
    const next = await environment.run(invocationOf({ do: 'wait', ms: 60 }));
    expect(next.functionError).toBeUndefined();
    expect(payloadOf(next)['pid']).not.toBe(pid);
  });

  test('stopping ends the process, also a busy one', async () => {
    start();
    const running = environment.run(invocationOf({ do: 'hang' }));
    const pid = await eventually(() => (environment.info.state === 'busy' ? environment.pid : undefined));
    await environment.stop('test');
    expect(isAlive(pid)).toBe(false);
    expect(payloadOf(await running)).toMatchObject({ errorType: 'Runtime.ExitError' });
    const [ended, stopped] = events.slice(-2);
    expect([ended?.type, stopped?.type]).toEqual(['invocationEnded', 'environmentStopped']);
  });

  test('stopped while it starts, it tells the caller so, and writes nothing of a failed init', async () => {
    start({ init: 'hang' });
    const running = environment.run(invocationOf({ do: 'echo' }));
    await Promise.all([expect(running).rejects.toMatchObject({ name: 'LambdaError', status: 503 }), environment.stop('test')]);
    expect(logged()).not.toContain('INIT_REPORT');
    expect(events.at(-1)?.type).toBe('environmentStopped');
  });

  test('whoever stops it a second time waits for its end too', async () => {
    start();
    await environment.run(invocationOf({ do: 'echo' }));
    const pid = environment.pid ?? 0;
    void environment.stop('first');
    await environment.stop('second');
    expect(isAlive(pid)).toBe(false);
    expect(events.filter(({ type }) => type === 'environmentStopped')).toMatchObject([{ reason: 'first' }]);
  });

  test('retired right after an answer, it leaves the runtime the time to finish', async () => {
    start();
    await environment.run(invocationOf({ do: 'answerAndPrint', text: 'last words' }));
    await environment.retire('test');
    expect(logged()).toMatch(/last words\nEND /);
    expect(events.at(-1)?.type).toBe('environmentStopped');
  });

  test('a runtime that has answered and asks for nothing more is ended at the timeout', async () => {
    start({ timeout: 1 });
    expect((await environment.run(invocationOf({ do: 'answerAndHang' }, { requestId: 'h' }))).functionError).toBeUndefined();
    const pid = environment.pid ?? 0;
    expect(payloadOf(await environment.run(invocationOf({ do: 'echo' })))['pid']).not.toBe(pid);
    expect(isAlive(pid)).toBe(false);
    expect(logged()).toMatch(/h Task timed out after 1\.00 seconds\n\nEND RequestId: h\nREPORT RequestId: h\t.*Status: timeout\t\n/);
    expect(events).toContainEqual(expect.objectContaining({ type: 'invocationEnded', requestId: 'h', outcome: 'timeout' }));
  });

  test('a caller that waits for the log hears of it', async () => {
    start({ timeout: 1 });
    const result = await environment.run(invocationOf({ do: 'answerAndHang' }, { tail: true }));
    expect(result.functionError).toBe('Unhandled');
    expect(payloadOf(result)).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  test('a runtime that is gone when it must start anew fails the invocation, which ends all the same', async () => {
    events = [];
    const dependencies = scriptedDependencies(events);
    let plans = 0;
    const handlerVariables: typeof dependencies.handlerVariables = (version) => {
      plans += 1;
      return plans === 1 ? dependencies.handlerVariables(version) : Promise.reject(new CodedError('ENV_FILE_UNUSABLE', 'It is gone.'));
    };
    environment = new ExecutionEnvironment(scriptedVersion(), { ...dependencies, handlerVariables });
    await environment.run(invocationOf({ do: 'exit', status: 1 }));
    await expect(environment.run(invocationOf({ do: 'echo' }, { requestId: 'r' }))).rejects.toMatchObject({ type: 'InvalidRuntimeException' });
    await environment.stop('test');
    expect(logged()).toMatch(/START RequestId: r .*\nEND RequestId: r\nREPORT RequestId: r\t.*Status: error/);
    expect(events.slice(-2)).toMatchObject([{ type: 'invocationEnded', requestId: 'r', outcome: 'initError' }, { type: 'environmentStopped' }]);
  });

  test.each([
    ['a command that is not there', { command: '/nowhere/node', args: [], variables: {} }],
    ['a command that cannot run', { command: process.cwd(), args: [], variables: {} }],
  ])('%s is an invalid entry point, in the log as for the caller', async (_title, plan) => {
    events = [];
    environment = new ExecutionEnvironment(scriptedVersion(), { ...scriptedDependencies(events), isolation: plainIsolation(() => Promise.resolve(plan)) });
    const result = await environment.run(invocationOf({ do: 'echo' }));
    expect(payloadOf(result)).toMatchObject({ errorType: 'Runtime.InvalidEntrypoint' });
    expect(logged()).toMatch(/INIT_REPORT .*Status: error\tError Type: Runtime\.InvalidEntrypoint\n/);
  });
});
