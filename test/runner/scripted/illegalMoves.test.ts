import { describe, expect, test } from 'vitest';
import { scripted, type Seen } from '../../shared/runtimeScript/scriptedFunction.ts';
import { answer, error, initError, next, read, request, response, type Step, together } from '../../shared/runtimeScript/steps.ts';

/** Steps of one invocation, and what comes of it. `seen`: the status of each answer to the runtime by its label, with its error type. */
interface Case {
  readonly begins?: readonly Step[];
  readonly steps: readonly (Step | readonly Step[])[];
  readonly seen: Readonly<Record<string, Partial<Seen>>>;
  /** What the caller gets; 1 where it is left out. */
  readonly payload?: unknown;
  readonly functionError?: 'Unhandled';
}

const refused = { status: 403, errorType: 'InvalidStateTransition' };
const unknownPath = { status: 404 };
const accepted = { status: 202 };

const cases: Readonly<Record<string, Case>> = {
  'a second answer': { steps: [answer('1'), response('2'), read('second')], seen: { answer: accepted, second: refused } },
  'an error after the answer': { steps: [answer('1'), error('{}', 'Function.Late'), read('late')], seen: { late: refused } },
  'an answer after the error': {
    steps: [error('{"errorType":"E"}', 'Function.E'), read('error'), answer('1')],
    seen: { error: accepted, answer: refused },
    payload: { errorType: 'E' },
    functionError: 'Unhandled',
  },
  'an unknown id': { steps: [request('invocation/other/response', '2'), read('other'), answer('1')], seen: { other: { status: 400, errorType: 'InvalidRequestID' } } },
  'an error of an unknown id': { steps: [request('invocation/other/error', '2'), read('other'), answer('1')], seen: { other: { status: 400, errorType: 'InvalidRequestID' } } },
  'an initialisation error amid an invocation': { steps: [initError('{}', 'Runtime.Late'), read('init'), answer('1')], seen: { init: refused } },
  'GET of a response': { steps: [request('invocation/{id}/response'), read('get'), answer('1')], seen: { get: unknownPath } },
  'GET of an initialisation error': { steps: [request('init/error'), read('get'), answer('1')], seen: { get: unknownPath } },
  'POST of next': { steps: [request('invocation/next', '{}'), read('post'), answer('1')], seen: { post: unknownPath } },
  'a path that there is not': { steps: [request('invocation/{id}/answer', '{}'), read('post'), answer('1')], seen: { post: unknownPath } },
  'restore/next outside of SnapStart': { steps: [request('restore/next'), read('restore'), answer('1')], seen: { restore: unknownPath } },
  'restore/error outside of SnapStart': { steps: [request('restore/error', '{}'), read('restore'), answer('1')], seen: { restore: unknownPath } },
  'restore/next before the first event': { begins: [request('restore/next'), read('restore')], steps: [answer('1')], seen: { restore: unknownPath } },
  'next amid the invocation': { steps: [next(), read('again'), answer('1')], seen: { again: { status: 200, event: 'again' }, answer: accepted } },
  'next amid the invocation, on another connection': { steps: [next({ on: 'b' }), read('again', 'b'), answer('1')], seen: { again: { status: 200, event: 'again' } } },
  'an answer before any event': { begins: [response('0'), read('early')], steps: [answer('1')], seen: { early: { status: 400, errorType: 'InvalidRequestID' } } },
  'a mode that there is not': {
    steps: [response('2', { headers: { 'Lambda-Runtime-Function-Response-Mode': 'buffered' } }), read('mode'), answer('1')],
    seen: { mode: { status: 400, errorType: 'InvalidFunctionResponseMode' }, answer: refused },
    payload: undefined,
    functionError: 'Unhandled',
  },
  'a mode that there is not, of an unknown id': {
    steps: [request('invocation/other/response', '2', { headers: { 'Lambda-Runtime-Function-Response-Mode': 'x' } }), read('mode'), answer('1')],
    seen: { mode: { status: 400, errorType: 'InvalidRequestID' } },
  },
  'an error with a cause of 1 MB in a header': {
    steps: [error('{"errorType":"E"}', 'Function.E', { headers: { 'Lambda-Runtime-Function-XRay-Error-Cause': '{}'.padStart(1_000_000) } }), read('error')],
    seen: { error: accepted },
    payload: { errorType: 'E' },
    functionError: 'Unhandled',
  },
  'a header of 3 MB': {
    steps: [response('2', { on: 'b', headers: { 'X-Long': 'x'.repeat(3_000_000) } }), read('long', 'b'), answer('1')],
    seen: { long: { status: 431 }, answer: accepted },
  },
  'a second Host': { steps: [response('2', { on: 'b', headers: { Host: 'example.com' } }), read('host', 'b'), answer('1')], seen: { host: { status: 403 } } },
  'no HTTP': { steps: [{ do: 'send', on: 'b', text: '{id}\r\n\r\n' }, read('bad', 'b'), answer('1')], seen: { bad: { status: 400 } } },
  'more bytes than Content-Length says': { steps: [response('123456', { on: 'b', claims: 1 }), read('answer', 'b')], seen: {} },
  'answer and next in one write': { steps: [together(response('1'), next()), read('answer'), read('next')], seen: { answer: accepted } },
  'a refused answer and next in one write': {
    steps: [answer('1'), together(request('invocation/other/response', '2'), next()), read('other'), read('next')],
    seen: { other: { status: 400 } },
  },
  'three answers in one write': {
    steps: [together(response('1'), response('2'), response('3')), read('first'), read('second'), read('third')],
    seen: { first: accepted, second: refused, third: refused },
  },
};

describe.skipIf(process.platform === 'win32')('a runtime that sends', () => {
  test.each(Object.entries(cases))('%s', async (_title, { begins = [], steps, seen, functionError, ...more }) => {
    const script = await scripted({ Timeout: 10 }, begins);
    const called = await script.play(...steps);
    expect(called).toMatchObject({ status: 200, functionError, payload: 'payload' in more ? more.payload : 1 });
    expect(called.tail).not.toContain('Status: ');
    const pids = await script.pids();
    expect((await script.play(answer('"next"'))).payload).toBe('next');
    for (const [label, what] of Object.entries(seen)) expect((await script.seen(label))[0]).toMatchObject(what);
    // It is the same runtime still.
    expect(await script.pids()).toEqual(pids);
    await script.leavesNothing(pids);
  });

  test('an answer to the invocation before', async () => {
    const script = await scripted();
    await script.play(answer('1'));
    const called = await script.play(request('invocation/{former}/response', '"old"'), read('former'), answer('2'));
    expect(called.payload).toBe(2);
    expect(await script.seen('former')).toMatchObject([{ status: 400, errorType: 'InvalidRequestID' }]);
  });

  test('two requests for the next event at once: each gets one, the older first', async () => {
    const script = await scripted({ Timeout: 5 });
    const { text } = { text: '', ...together(next(), next()) };
    await script.play(answer('1'), { do: 'send', on: 'two', text }, read('a', 'two'));
    expect(await script.play(answer('2'), next({ on: 'c' }), read('b', 'two'))).toMatchObject({ payload: 2, functionError: undefined });
    expect(await script.play(answer('3'))).toMatchObject({ payload: 3, functionError: undefined });
    for (const label of ['a', 'b']) expect(await script.seen(label)).toMatchObject([{ event: 'new' }]);
  });

  test('a request for the next event, and gives it up for another', async () => {
    const script = await scripted({ Timeout: 5 });
    await script.play(answer('1'), next({ on: 'a' }), { do: 'pause', ms: 20 }, { do: 'close', on: 'a' });
    expect(await script.play(answer('2'))).toMatchObject({ payload: 2, functionError: undefined });
  });
});
