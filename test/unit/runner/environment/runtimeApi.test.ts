import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { request } from 'node:http';
import { Server } from 'node:net';
import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../src/common/clock.ts';
import { EnvironmentServer } from '../../../../src/runner/environment/environmentServer.ts';
import type { Invocation } from '../../../../src/runner/environment/invocation.ts';
import { RuntimeApi, type RuntimeAnswer } from '../../../../src/runner/environment/runtimeApi.ts';

/** A scripted runtime: says what it likes over real HTTP. */
class Script {
  readonly heard: string[] = [];
  readonly answers: RuntimeAnswer[] = [];
  readonly #waiters: (() => void)[] = [];
  readonly api = new RuntimeApi(
    {
      onNext: () => this.#hear('next'),
      onSnapshot: () => this.#hear('snapshot'),
      onInitError: (answer) => this.#hear('initError', answer),
      onAnswer: (answer) => this.#hear('answer', answer),
    },
    systemClock,
  );
  readonly server = new EnvironmentServer([this.api]);
  base = '';

  async listen(): Promise<this> {
    this.base = `http://127.0.0.1:${await this.server.listen()}/2018-06-01/runtime`;
    return this;
  }

  next(): Promise<Response> {
    return fetch(`${this.base}/invocation/next`);
  }

  post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.base}/${path}`, { method: 'POST', body, headers });
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.base}/${path}`);
  }

  /** Until the API has passed on what the runtime did. */
  async until(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #hear(what: string, answer?: RuntimeAnswer): void {
    this.heard.push(what);
    if (answer !== undefined) this.answers.push(answer);
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

const invocation: Invocation = {
  requestId: 'r1',
  payload: Buffer.from('{"a":1}'),
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  clientContext: '{"c":1}',
  tail: false,
};

let script: Script;

async function running(): Promise<{ event: Response }> {
  script = await new Script().listen();
  const next = script.next();
  await script.until(1);
  script.api.deliver(invocation, 1_700_000_000_123.7);
  return { event: await next };
}

afterEach(() => script.server.close());

describe('the Runtime API', () => {
  test('delivers the event with its headers, and leaves empty ones out', async () => {
    const { event } = await running();
    expect(await event.text()).toBe('{"a":1}');
    expect(Object.fromEntries(event.headers)).toMatchObject({
      'lambda-runtime-aws-request-id': 'r1',
      'lambda-runtime-deadline-ms': '1700000000123',
      'lambda-runtime-invoked-function-arn': invocation.invokedFunctionArn,
      'lambda-runtime-client-context': '{"c":1}',
      'content-type': 'application/json',
    });
    expect(event.headers.has('lambda-runtime-trace-id')).toBe(false);
  });

  test('takes the response once; the second is refused', async () => {
    await running();
    const first = await script.post('invocation/r1/response', '"ok"');
    const second = await script.post('invocation/r1/response', '"again"');
    expect([first.status, await first.json()]).toEqual([202, { status: 'OK' }]);
    expect([second.status, await second.json()]).toMatchObject([403, { errorType: 'InvalidStateTransition' }]);
    expect(script.answers.map(({ body }) => body.toString())).toEqual(['"ok"']);
  });

  test('an id that it never delivered is unknown, not too late', async () => {
    await running();
    const answer = await script.post('invocation/other/response', '"x"');
    expect([answer.status, await answer.json()]).toMatchObject([400, { errorType: 'InvalidRequestID' }]);
    expect(script.answers).toEqual([]);
  });

  test('asking again while it runs delivers the same event again', async () => {
    await running();
    const again = await script.next();
    expect(again.headers.get('lambda-runtime-aws-request-id')).toBe('r1');
  });

  test.each([
    ['Runtime.Boom', 'Runtime.Boom'],
    ['nonsense', 'Runtime.Unknown'],
  ])('an error of type %s is recorded as %s', async (claimed, recorded) => {
    await running();
    await script.post('invocation/r1/error', '{"errorType":"E"}', { 'Lambda-Runtime-Function-Error-Type': claimed });
    expect(script.answers).toMatchObject([{ errorType: recorded }]);
  });

  test('an initialisation error ends what it may do', async () => {
    script = await new Script().listen();
    const error = await script.post('runtime-is-wrong', '{}');
    expect(error.status).toBe(404);
    expect((await script.post('init/error', '{"errorType":"X"}')).status).toBe(202);
    expect((await script.post('init/error', '{}')).status).toBe(403);
    expect((await script.next()).status).toBe(403);
    expect(script.heard).toEqual(['initError']);
  });

  test('an initialisation error after it was ready is refused', async () => {
    await running();
    expect((await script.post('init/error', '{}')).status).toBe(403);
  });

  test('a response before anything was delivered is refused', async () => {
    script = await new Script().listen();
    expect((await script.post('invocation/r1/response', '{}')).status).toBe(400);
  });

  test.each(['invocation/r1/response', 'init/error', 'other'])('GET %s is unknown', async (path) => {
    await running();
    expect((await script.get(path)).status).toBe(404);
  });

  test('a response over the limit is refused with 413 and passed on as too large', async () => {
    await running();
    const answer = await script.post('invocation/r1/response', 'x'.repeat(6_291_557));
    expect([answer.status, await answer.json()]).toMatchObject([413, { errorType: 'RequestEntityTooLarge' }]);
    expect(script.answers).toMatchObject([{ body: Buffer.alloc(0), tooLarge: true }]);
  });

  test('a response of exactly the limit passes', async () => {
    await running();
    expect((await script.post('invocation/r1/response', 'x'.repeat(6_291_556))).status).toBe(202);
    expect(script.answers[0]?.body.length).toBe(6_291_556);
  });

  test('an error with a long cause, as some runtimes send for tracing, is taken', async () => {
    await running();
    const answer = await script.post('invocation/r1/error', '{}', { 'Lambda-Runtime-Function-XRay-Error-Cause': 'x'.repeat(1_000_000) });
    expect(answer.status).toBe(202);
  });

  test('a body that breaks off answers nothing', async () => {
    await running();
    const half = request(`${script.base}/invocation/r1/response`, { method: 'POST', headers: { 'content-length': 100 } });
    const closed = new Promise<void>((resolve) => half.on('error', () => {}).once('close', resolve));
    half.write('"ha', () => half.destroy());
    await closed;
    expect((await script.post('invocation/r1/response', '"whole"')).status).toBe(202);
    expect(script.answers.map(({ body }) => body.toString())).toEqual(['"whole"']);
  });

  test('a connection that could not be taken, more than once, ends nothing', async () => {
    const servers: Server[] = [];
    const listening = (message: unknown): void => void servers.push(v.parse(v.object({ server: v.instance(Server) }), message).server);
    subscribe('tracing:net.server.listen:asyncStart', listening);
    script = await new Script().listen();
    unsubscribe('tracing:net.server.listen:asyncStart', listening);
    for (let count = 0; count < 3; count += 1) servers[0]?.emit('error', new Error('accept EMFILE'));
    script.next().catch(() => {});
    await script.until(1);
    expect(servers).toHaveLength(1);
  });

  test('a listener that fails costs the runtime its connection, and no more', async () => {
    const fail = (): never => {
      throw new Error('a mistake of ours');
    };
    const server = new EnvironmentServer([new RuntimeApi({ onNext: fail, onSnapshot: fail, onInitError: fail, onAnswer: fail }, systemClock)]);
    const base = `http://127.0.0.1:${await server.listen()}/2018-06-01/runtime`;
    await expect(fetch(`${base}/invocation/next`)).rejects.toThrow('fetch failed');
    server.close();
  });
});
