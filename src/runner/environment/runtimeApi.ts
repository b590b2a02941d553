import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { limits } from '../../lambda/limits.ts';
import type { EnvironmentApi } from './environmentApi.ts';
import { refuse, send } from './environmentReplies.ts';
import { normalizedErrorType } from './functionErrors.ts';
import type { Invocation } from './invocation.ts';
import { headerOf, readBody, type RuntimeRequest, runtimeRequestOf } from './runtimeRequest.ts';
import { afterMove, type RuntimeMove, type RuntimeState } from './runtimeStates.ts';
import { readStreamedResponse, streams } from './streamedResponse.ts';

export interface RuntimeAnswer {
  /** Empty where the response went to the caller's stream. */
  readonly body: Buffer;
  /** Of the response, in bytes. */
  readonly producedBytes: number;
  /** When its first bytes came, on the monotonic clock; where it was streamed. */
  readonly firstByteAt?: number;
  /** When it was whole, likewise. */
  readonly answeredAt?: number;
  /** Set where the runtime reported an error rather than a response. */
  readonly errorType?: string;
  /** The response was over the limit and is not in `body`. */
  readonly tooLarge?: true;
}

/** Hears what the runtime does. */
export interface RuntimeListener {
  /** It asked for its next invocation: initialised, or done with the one before. */
  onNext(): void;
  /** It has initialised and is ready for a snapshot: it waits for `restored`. */
  onSnapshot(): void;
  onInitError(answer: RuntimeAnswer): void;
  onAnswer(answer: RuntimeAnswer): void;
}

interface Delivery {
  readonly invocation: Invocation;
  readonly deadlineMs: number;
}

const root = '/2018-06-01/runtime/';

/** The Runtime API of one execution environment. States forbid by default. */
export class RuntimeApi implements EnvironmentApi {
  readonly #listener: RuntimeListener;
  readonly #clock: Clock;
  #state: RuntimeState = 'started';
  #current: Delivery | undefined;
  #waiting: ServerResponse | undefined;
  /** A post whose body is still being read: what comes after it on the wire waits for it. */
  #reading: Promise<unknown> | undefined;

  constructor(listener: RuntimeListener, clock: Clock) {
    this.#listener = listener;
    this.#clock = clock;
  }

  handles(url: string): boolean {
    return url.startsWith(root);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = runtimeRequestOf(request);
    if (call === undefined) return refuse(response, 404, 'InvalidRequest', 'Unknown path');
    if (request.method === 'GET') {
      if (this.#reading !== undefined) await this.#reading;
      return this.#wait(call.move, response);
    }
    const done = this.#post(call, request, response);
    this.#reading = done;
    await done;
    if (this.#reading === done) this.#reading = undefined;
  }

  /** Hands the invocation over; the runtime must be ready. */
  deliver(invocation: Invocation, deadlineMs: number): void {
    this.#move('deliver');
    this.#current = { invocation, deadlineMs };
    this.#answerNext();
  }

  /** Tells a runtime that waits for it that it was restored from its snapshot. */
  restored(): void {
    if (!this.#move('restore')) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) send(waiting, 200, Buffer.alloc(0));
  }

  async #post(call: RuntimeRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const streamed = call.move === 'response' ? streams(request) : false;
    if (streamed === false) {
      const body = await readBody(request, limits.responseBytes);
      if (body !== 'aborted' && this.#accepts(call, response)) this.#take(call.move, request, response, body);
      return;
    }
    if (streamed === undefined) {
      request.resume();
      return refuse(response, 400, 'InvalidFunctionResponseMode', 'Lambda-Runtime-Function-Response-Mode can only be streaming.');
    }
    await this.#stream(call, request, response);
  }

  /** Answers what is not allowed. */
  #accepts({ move, requestId }: RuntimeRequest, response: ServerResponse): boolean {
    if (requestId !== undefined && requestId !== this.#current?.invocation.requestId) {
      refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
      return false;
    }
    if (this.#move(move)) return true;
    this.#refuseMove(response, move);
    return false;
  }

  #take(move: RuntimeMove, request: IncomingMessage, response: ServerResponse, body: Buffer | 'tooLarge'): void {
    if (body === 'tooLarge') {
      this.#refuseSize(response, limits.responseBytes);
      this.#listener.onAnswer({ body: Buffer.alloc(0), producedBytes: 0, tooLarge: true });
      return;
    }
    send(response, 202, accepted);
    if (move === 'response') return this.#listener.onAnswer({ body, producedBytes: body.length, answeredAt: this.#clock.monotonic() });
    const errorType = normalizedErrorType(headerOf(request, 'lambda-runtime-function-error-type'));
    const answer = { body, producedBytes: body.length, errorType };
    if (move === 'error') this.#listener.onAnswer(answer);
    else this.#listener.onInitError(answer);
  }

  /** A response whose chunks go on while they come. It counts as given from its first byte: a second one is refused. */
  async #stream(call: RuntimeRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#accepts(call, response)) {
      request.resume();
      return;
    }
    const answer = await readStreamedResponse(request, { stream: this.#current?.invocation.stream, clock: this.#clock });
    // The runtime is gone, or gave up: its exit, or the timeout, tells.
    if (answer === 'aborted') return;
    if (answer.tooLarge === true) this.#refuseSize(response, answer.limit);
    else send(response, 202, accepted);
    this.#listener.onAnswer({ ...answer, answeredAt: this.#clock.monotonic() });
  }

  /** Keeps a request open until there is something to answer. */
  #wait(move: RuntimeMove, response: ServerResponse): void {
    const redelivered = this.#state === 'running';
    if (!this.#move(move)) return this.#refuseMove(response, move);
    this.#waiting = response;
    if (move === 'restoreNext') this.#listener.onSnapshot();
    else if (redelivered) this.#answerNext();
    else this.#listener.onNext();
  }

  #answerNext(): void {
    const response = this.#waiting;
    const delivery = this.#current;
    if (response === undefined || delivery === undefined) return;
    this.#waiting = undefined;
    response.writeHead(200, deliveryHeaders(delivery));
    response.end(delivery.invocation.payload);
  }

  #move(move: RuntimeMove): boolean {
    const after = afterMove(this.#state, move);
    if (after === undefined) return false;
    this.#state = after;
    return true;
  }

  #refuseMove(response: ServerResponse, move: RuntimeMove): void {
    refuse(response, 403, 'InvalidStateTransition', `Transition from ${this.#state} to ${move} is not allowed.`);
  }

  #refuseSize(response: ServerResponse, limit: number): void {
    refuse(response, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${limit} bytes).`);
  }
}

const accepted = Buffer.from('{"status":"OK"}\n');

/** Those without a value are left out. */
function deliveryHeaders({ invocation, deadlineMs }: Delivery): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    'Content-Type': 'application/json',
    'Content-Length': invocation.payload.length,
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': Math.floor(deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedFunctionArn,
  };
  if (invocation.traceId !== undefined) headers['Lambda-Runtime-Trace-Id'] = invocation.traceId;
  if (invocation.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = invocation.clientContext;
  if (invocation.cognitoIdentity !== undefined) headers['Lambda-Runtime-Cognito-Identity'] = invocation.cognitoIdentity;
  if (invocation.tenantId !== undefined) headers['Lambda-Runtime-Aws-Tenant-Id'] = invocation.tenantId;
  return headers;
}
