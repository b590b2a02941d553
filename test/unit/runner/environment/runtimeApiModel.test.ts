import { request } from 'node:http';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertNever } from '../../../../src/common/assertNever.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { EnvironmentServer } from '../../../../src/runner/environment/environmentServer.ts';
import { RuntimeApi, type RuntimeAnswer } from '../../../../src/runner/environment/runtimeApi.ts';

/** What a runtime or the service may do; a runtime's request is answered before the next move, but for those that wait. */
type Move =
  | { readonly type: 'next' }
  | { readonly type: 'response' | 'error'; readonly id: 'current' | 'former' | 'other'; readonly mode?: 'streaming' | 'nonsense' }
  | { readonly type: 'initError' | 'restoreError' | 'restoreNext' | 'unknown' | 'get' }
  /** A post that breaks off. */
  | { readonly type: 'half'; readonly id: 'current' | 'other' }
  /** The service has an event, if the runtime is ready. */
  | { readonly type: 'deliver' };

const id = fc.constantFrom<'current' | 'former' | 'other'>('current', 'current', 'current', 'former', 'other');
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Move>({ type: 'next' }) },
  { weight: 4, arbitrary: fc.constant<Move>({ type: 'deliver' }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom<'response' | 'error'>('response', 'error'), id }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant<'response'>('response'), id, mode: fc.constantFrom<'streaming' | 'nonsense'>('streaming', 'nonsense') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant<'half'>('half'), id: fc.constantFrom<'current' | 'other'>('current', 'other') }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Move>({ type: 'initError' }, { type: 'restoreError' }, { type: 'restoreNext' }, { type: 'unknown' }, { type: 'get' }),
  },
);

/** The states as the documentation has them, without code of the service. */
class Model {
  state: 'started' | 'failed' | 'ready' | 'running' | 'responded' = 'started';
  events = 0;
  /** Requests that wait for an event. */
  waiting = 0;
  readonly heard: string[] = [];

  /** The status that the move is answered with; `waits` where it is kept open. */
  answer(move: Exclude<Move, { type: 'deliver' | 'half' }>): number | 'waits' {
    switch (move.type) {
      case 'next':
        if (this.state === 'failed') return 403;
        if (this.state === 'running') return 200;
        this.state = 'ready';
        this.heard.push('next');
        this.waiting += 1;
        return 'waits';
      case 'response':
      case 'error': {
        if (this.events === 0 || move.id === 'other' || (move.id === 'former')) return 400;
        if (this.state !== 'running') return 403;
        this.state = 'responded';
        this.heard.push(move.mode === 'nonsense' ? 'answer Runtime.InvalidResponseModeHeader' : move.type === 'error' ? 'answer Function.Told' : 'answer');
        return move.mode === 'nonsense' ? 400 : 202;
      }
      case 'initError':
        if (this.state !== 'started') return 403;
        this.state = 'failed';
        this.heard.push('initError Function.Told');
        return 202;
      case 'restoreError':
      case 'restoreNext':
      case 'unknown':
      case 'get':
        return 404;
      default:
        return assertNever(move);
    }
  }
}

/** The real thing, over real HTTP. */
class Real implements AsyncDisposable {
  readonly heard: string[] = [];
  readonly api = new RuntimeApi(
    {
      onNext: () => this.heard.push('next'),
      onSnapshot: () => this.heard.push('snapshot'),
      onInitError: (answer) => this.#hear('initError', answer),
      onAnswer: (answer) => this.#hear('answer', answer),
    },
    systemClock,
  );
  readonly server = new EnvironmentServer([this.api]);
  port = 0;
  events = 0;

  async open(): Promise<this> {
    this.port = await this.server.listen();
    return this;
  }

  /** The status; the identifier of the event, where there is one. */
  send(move: Exclude<Move, { type: 'deliver' | 'half' }>): Promise<{ status: number; event: string | undefined }> {
    const path = this.#pathOf(move);
    const post = !['next', 'restoreNext', 'get'].includes(move.type);
    const headers: Record<string, string> = post ? { 'Lambda-Runtime-Function-Error-Type': 'Function.Told' } : {};
    if ('mode' in move && move.mode !== undefined) headers['Lambda-Runtime-Function-Response-Mode'] = move.mode;
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: this.port, path: `/2018-06-01/runtime/${path}`, method: post ? 'POST' : 'GET', headers, agent: false }, (response) => {
        const event = response.headers['lambda-runtime-aws-request-id'];
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, event: typeof event === 'string' ? event : undefined }));
      });
      call.on('error', reject);
      call.end(post ? '{}' : undefined);
    });
  }

  /** Breaks off once the service has read its head. */
  async breakOff(id: 'current' | 'other'): Promise<void> {
    const call = request({ host: '127.0.0.1', port: this.port, path: `/2018-06-01/runtime/invocation/${this.#idOf(id)}/response`, method: 'POST', headers: { 'Content-Length': 100, Expect: '100-continue' }, agent: false });
    const closed = new Promise((resolve) => call.on('error', () => {}).once('close', resolve));
    await new Promise((resolve) => call.once('continue', resolve).flushHeaders());
    call.destroy();
    await closed;
  }

  deliver(): void {
    this.events += 1;
    this.api.deliver({ requestId: `r${this.events}`, payload: Buffer.from('{}'), invokedFunctionArn: 'arn', tail: false }, 1);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    return Promise.resolve();
  }

  #hear(what: string, { errorType }: RuntimeAnswer): void {
    this.heard.push(errorType === undefined ? what : `${what} ${errorType}`);
  }

  #pathOf(move: Exclude<Move, { type: 'deliver' | 'half' }>): string {
    const paths = { next: 'invocation/next', initError: 'init/error', restoreError: 'restore/error', restoreNext: 'restore/next', unknown: 'invocation/x/y', get: 'init/error' };
    return move.type === 'response' || move.type === 'error' ? `invocation/${this.#idOf(move.id)}/${move.type}` : paths[move.type];
  }

  #idOf(id: 'current' | 'former' | 'other'): string {
    return id === 'other' ? 'other' : `r${this.events - (id === 'former' ? 1 : 0)}`;
  }
}

test('whatever a runtime does, it is answered as the states say, and the service hears of what was accepted only', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 25 }), async (moves) => {
      const model = new Model();
      await using real = await new Real().open();
      const kept: Promise<{ status: number; event: string | undefined }>[] = [];
      for (const move of moves) {
        if (move.type === 'deliver') {
          if (model.state !== 'ready') continue;
          model.state = 'running';
          model.events += 1;
          model.waiting -= 1;
          real.deliver();
          // The oldest gets it.
          expect(await kept.shift()).toEqual({ status: 200, event: `r${model.events}` });
        } else if (move.type === 'half') await real.breakOff(move.id);
        else {
          const expected = model.answer(move);
          const sent = real.send(move);
          if (expected === 'waits') {
            kept.push(sent);
            while (real.heard.length < model.heard.length) await new Promise((resolve) => setImmediate(resolve));
          } else {
            const { status, event } = await sent;
            expect(status).toBe(expected);
            if (status === 200) expect(event).toBe(`r${model.events}`);
          }
        }
        expect(real.heard).toEqual(model.heard);
      }
      for (const waiting of kept) waiting.catch(() => {});
    }),
    { numRuns: 60 },
  );
});
