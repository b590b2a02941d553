import { describe, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { isAlive } from '../../shared/isAlive.ts';
import { scripted } from '../../shared/runtimeScript/scriptedFunction.ts';
import { answer, chunk, error, initError, next, read, request, response, type Step, streamEnd, streamHead } from '../../shared/runtimeScript/steps.ts';

interface Case {
  readonly begins?: readonly Step[];
  readonly steps: readonly (Step | readonly Step[])[];
  /** What the caller gets of a success. */
  readonly payload?: unknown;
  /** What it gets of a failure. */
  readonly fails?: { readonly errorType: string; readonly errorMessage?: RegExp };
  /** What the log's tail says. */
  readonly tail?: RegExp;
}

const timedOut = { errorType: 'Sandbox.Timedout', errorMessage: /Task timed out after 1\.00 seconds$/ };
const timeout = /Task timed out after 1\.00 seconds\n\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: 1000\.00 ms\tBilled Duration: \d+ ms\t.*Status: timeout\t\n$/;
const exited = (status: number): NonNullable<Case['fails']> => ({ errorType: 'Runtime.ExitError', errorMessage: new RegExp(`Runtime exited with error: exit status ${status}$`) });
const success = /REPORT [^\n]*Max Memory Used: \d+ MB\t(Init Duration: [\d.]+ ms\t)?\n$/;

const closed = (on: string): readonly Step[] => [{ do: 'pause', ms: 20 }, { do: 'close', on }];

const cases: Readonly<Record<string, Case>> = {
  'half an answer, then a whole one': { steps: [response('"half', { on: 'b', claims: 100 }), closed('b'), answer('1')], payload: 1, tail: success },
  'half an answer, then half a connection': { steps: [response('"half', { on: 'b', claims: 100 }), { do: 'half', on: 'b' }, read('b', 'b'), answer('1')], payload: 1 },
  'half an answer, and waits': { steps: [response('"half', { claims: 100 }), { do: 'hang' }], fails: timedOut, tail: timeout },
  'half an answer, and asks for the next elsewhere': { steps: [response('"half', { claims: 100 }), next({ on: 'b' }), read('b', 'b')], fails: timedOut, tail: timeout },
  'half an answer that nobody awaits, beside a whole one': {
    steps: [request('invocation/other/response', '"half', { on: 'b', claims: 100 }), { do: 'pause', ms: 20 }, answer('1')],
    payload: 1,
    tail: success,
  },
  'half a second answer': { steps: [answer('1'), response('"half', { on: 'b', claims: 100 }), { do: 'pause', ms: 20 }], payload: 1, tail: success },
  'half an error': { steps: [error('{', 'Function.E', { claims: 100 }), { do: 'exit', status: 3 }], fails: exited(3) },
  'an answer byte by byte': { steps: [response('"slow"', { pieces: 20, everyMs: 10 }), read('answer')], payload: 'slow', tail: success },
  'chunks without end': { steps: [{ do: 'send', text: 'POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' }, { do: 'hang' }], fails: timedOut },
  'a streamed answer': { steps: [streamHead(), chunk('"a'), chunk('b"'), streamEnd(), read('answer')], payload: 'ab', tail: success },
  'a streamed answer with an error midway': {
    steps: [
      streamHead({ Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body' }),
      chunk('"a'),
      streamEnd({
        'Lambda-Runtime-Function-Error-Type': 'Function.Oops',
        'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorType":"Oops","errorMessage":"midway"}').toString('base64'),
      }),
      read('answer'),
    ],
    fails: { errorType: 'Oops', errorMessage: /^midway$/ },
    tail: success,
  },
  'a streamed answer without end': { steps: [streamHead(), { do: 'chunks', count: -1, text: 'x', everyMs: 20 }], fails: timedOut, tail: timeout },
  'a streamed answer that dies midway': { steps: [streamHead(), chunk('"a'), { do: 'exit', status: 4 }], fails: exited(4) },
  'a streamed answer that breaks off, and goes on': {
    steps: [streamHead({}, 'b'), chunk('"a', 'b'), closed('b')],
    fails: { errorType: 'Runtime.TruncatedResponse' },
    tail: success,
  },
  'a streamed answer that breaks off, then another': {
    steps: [streamHead({}, 'b'), chunk('"a', 'b'), closed('b'), answer('1')],
    fails: { errorType: 'Runtime.TruncatedResponse' },
  },
  'a broken chunk': { steps: [streamHead({}, 'b'), { do: 'send', on: 'b', text: 'zz\r\n' }, read('b', 'b')], fails: { errorType: 'Runtime.TruncatedResponse' } },
  'nothing, and exits': { steps: [{ do: 'exit', status: 3 }], fails: exited(3), tail: /Status: error\tError Type: Runtime\.ExitError\t\n$/ },
  'nothing, and exits well': { steps: [{ do: 'exit', status: 0 }], fails: { errorType: 'Runtime.ExitError', errorMessage: /Runtime exited without providing a reason$/ } },
  'nothing, and is killed': { steps: [{ do: 'kill', signal: 'SIGKILL' }], fails: { errorType: 'Runtime.ExitError', errorMessage: /signal: killed$/ } },
  'nothing, and closes its connection': { steps: [{ do: 'close' }, answer('1')], payload: 1 },
  'an answer, and exits': { steps: [answer('1'), { do: 'exit', status: 5 }], payload: 1 },
  'an answer, and exits before it is taken': { steps: [response('1'), { do: 'exit', status: 5 }], payload: 1 },
  'an answer, and hangs': { steps: [answer('1'), { do: 'hang' }], fails: timedOut, tail: timeout },
  'an initialisation error, and asks for an event all the same': {
    begins: [initError('{"errorType":"Bad"}', 'Runtime.Bad'), read('init'), next(), read('next')],
    steps: [],
    fails: { errorType: 'Bad' },
  },
};

describe.skipIf(process.platform === 'win32')('a runtime that sends', () => {
  test.each(Object.entries(cases))('%s', async (title, { begins = [], steps, payload, fails, tail }) => {
    const script = await scripted({ Timeout: 1 }, begins);
    const called = await script.play(...steps);
    if (fails === undefined) expect(called).toMatchObject({ payload, functionError: undefined });
    else {
      const { errorType, errorMessage } = { errorMessage: /(?:)/, ...fails };
      expect(called).toMatchObject({ functionError: 'Unhandled', payload: { errorType } });
      if (fails.errorMessage !== undefined) expect(called.payload).toMatchObject({ errorMessage: expect.stringMatching(errorMessage) });
    }
    if (tail !== undefined) expect(called.tail).toMatch(tail);
    const pids = await script.pids();
    if (begins.length === 0) expect(await script.play(answer('"next"')), title).toMatchObject({ payload: 'next', functionError: undefined });
    await script.leavesNothing([...pids, ...(await script.pids())]);
  });

  test.each([5_000_000, 6_291_556])('an answer of %i bytes, and exits before it is taken', async (bytes) => {
    const script = await scripted({ Timeout: 10, MemorySize: 512 });
    const sent: Step = { do: 'send', text: `POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {host}\r\nContent-Length: ${bytes}\r\n\r\n"` };
    const called = await script.play(sent, { do: 'fill', bytes: bytes - 2 }, { do: 'send', text: '"' }, { do: 'exit', status: 0 });
    expect(called.functionError).toBeUndefined();
    expect(String(called.payload)).toHaveLength(bytes - 2);
  });

  test('nothing, and leaves a child that holds the connection', async () => {
    const script = await scripted({ Timeout: 5 });
    const called = await script.play({ do: 'fork', detached: false }, { do: 'exit', status: 3 });
    expect(called.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    const [child] = await script.seen('fork');
    await eventually(() => !isAlive(child?.pid ?? 0) || undefined);
    expect((await script.play(answer('"next"'))).payload).toBe('next');
  });

  test('half an answer, and leaves a child of another group that holds the connection', async () => {
    const script = await scripted({ Timeout: 5 });
    const called = await script.play(response('"half', { claims: 100 }), { do: 'fork', detached: true }, { do: 'exit', status: 3 });
    const [child] = await script.seen('fork');
    process.kill(child?.pid ?? 0, 'SIGKILL');
    expect(called.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await script.play(answer('"next"'))).payload).toBe('next');
  });

  test.each([-15, -5, -2, 0, 2])('an answer %i ms from the timeout: the caller gets one or the other, and the next works', async (offset) => {
    const script = await scripted({ Timeout: 1 });
    await script.play(answer('0'));
    const called = await script.play({ do: 'pause', ms: 1000 + offset }, answer('1'));
    if (called.functionError === undefined) expect(called).toMatchObject({ payload: 1, tail: expect.not.stringContaining('Status: ') });
    else expect(called).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' }, tail: expect.stringContaining('Status: timeout') });
    expect((await script.play(answer('"next"'))).payload).toBe('next');
  });

  test('what it wrote last, without a line end, is in the log in either format', async () => {
    for (const LogFormat of ['Text', 'JSON']) {
      const script = await scripted({ LoggingConfig: { LogFormat } }, [], 'variable');
      const called = await script.play({ do: 'print', text: 'no line end' }, { do: 'exit', status: 3 });
      expect(called.tail).toContain('no line end');
    }
  });

  test('an initialisation inside of the invocation that is late: its report is in the log', async () => {
    const script = await scripted({ Timeout: 1 }, [{ do: 'print', text: 'up\n' }, { do: 'exit', status: 1 }]);
    const exits = await script.play();
    expect(exits.tail).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: error\tError Type: Runtime\.ExitError/);
    const slow = await scripted({ Timeout: 1 }, [{ do: 'pause', ms: 900 }]);
    await slow.play({ do: 'exit', status: 1 });
    const late = await slow.play({ do: 'pause', ms: 900 }, answer('1'));
    expect(late.payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const hanging = await scripted({ Timeout: 1 }, [{ do: 'pause', ms: 1200 }]);
    await hanging.play({ do: 'exit', status: 1 });
    expect((await hanging.play(answer('1'))).tail).toMatch(/INIT_REPORT Init Duration: 1\d\d\d\.\d+ ms\tPhase: invoke\tStatus: timeout\t?\n[^]*Status: timeout\t\n$/);
  });
});
