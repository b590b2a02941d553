import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import type { RegionEvent } from '../../src/protocol/runner.ts';
import { ExecutionEnvironment } from '../../src/runner/environment/executionEnvironment.ts';
import type { InvocationResult } from '../../src/runner/environment/invocation.ts';
import { eventually } from '../shared/eventually.ts';
import { ManualClock } from '../shared/manualClock.ts';
import { invocationOf, scriptedDependencies, scriptedVersion } from '../shared/scriptedRuntime.ts';

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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
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

  test('stopping ends the process, also a busy one', async () => {
    start();
    const running = environment.run(invocationOf({ do: 'hang' }));
    const pid = await eventually(() => (environment.info.state === 'busy' ? environment.pid : undefined));
    await environment.stop('test');
    expect(isAlive(pid)).toBe(false);
    expect(payloadOf(await running)).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(events.at(-1)?.type === 'environmentStopped' || events.some(({ type }) => type === 'environmentStopped')).toBe(true);
  });
});
