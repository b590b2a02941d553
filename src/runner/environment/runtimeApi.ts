import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { limits } from '../../lambda/limits.ts';
import type { EnvironmentApi } from './environmentApi.ts';
import { refuse, send } from './environmentReplies.ts';
import { failurePayload, normalizedErrorType, responseTooLarge, responseTruncated } from './functionErrors.ts';
import type { Invocation } from './invocation.ts';
import { headerOf, readBody, type RuntimeRequest, runtimeRequestOf } from './runtimeRequest.ts';
import { afterMove, type RuntimeMove, type RuntimeState } from './runtimeStates.ts';
import { readStreamedResponse, streams } from './streamedResponse.ts';
import { WaitingRequests } from './waitingRequests.ts';

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
  /** Requests for an event, or for the moment after the snapshot. */
  readonly #waiting = new WaitingRequests();
  readonly #restores: boolean;
  /** An answer whose body is still being read: what comes after it on the wire waits for it. */
  #reading: Promise<unknown> | undefined;
  /** The streamed response of the current invocation broke off, and nobody was told yet. */
  #truncated = false;

  /** @param restores whether the runtime is restored from a snapshot: only then there is `/restore`. */
  constructor(listener: RuntimeListener, clock: Clock, restores = false) {
    this.#listener = listener;
    this.#clock = clock;
    this.#restores = restores;
  }

  /** Settles when the answer that is being read has come, or broken off; undefined where there is none. */
  get reading(): Promise<unknown> | undefined {
    return this.#reading;
  }

  handles(url: string): boolean {
    return url.startsWith(root);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = runtimeRequestOf(request);
    if (call === undefined || (isRestoring(call) && !this.#restores)) return refuse(response, 404, 'InvalidRequest', 'Unknown path');
    if (request.method === 'GET') {
      // Its failure is told to the one who posted it.
      if (this.#reading !== undefined) await this.#reading.catch(() => {});
      return this.#wait(call.move, response);
    }
    const counts = this.#isCurrent(call) && afterMove(this.#state, call.move) !== undefined;
    const done = this.#post(call, request, response);
    // One that will be refused keeps nobody waiting, however slowly it comes.
    if (!counts) return done;
    this.#reading = done;
    try {
      await done;
    } finally {
      if (this.#reading === done) this.#reading = undefined;
    }
  }

  /** Hands the invocation over; the runtime must be ready. */
  deliver(invocation: Invocation, deadlineMs: number): void {
    this.#move('deliver');
    const delivery = { invocation, deadlineMs };
    this.#current = delivery;
    this.#truncated = false;
    const waiting = this.#waiting.take();
    if (waiting !== undefined) sendEvent(waiting, delivery);
  }

  /** Tells a runtime that waits for it that it was restored from its snapshot. */
  restored(): void {
    if (!this.#move('restore')) return;
    const waiting = this.#waiting.take();
    if (waiting !== undefined) send(waiting, 200, nothing);
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
      if (!this.#accepts(call, response)) return;
      refuse(response, 400, 'InvalidFunctionResponseMode', 'Lambda-Runtime-Function-Response-Mode can only be streaming.');
      return this.#listener.onAnswer({ body: nothing, producedBytes: 0, errorType: 'Runtime.InvalidResponseModeHeader' });
    }
    await this.#stream(call, request, response);
  }

  /** Answers what is not allowed. */
  #accepts(call: RuntimeRequest, response: ServerResponse): boolean {
    const { move } = call;
    if (!this.#isCurrent(call)) {
      refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
      return false;
    }
    if (this.#move(move)) return true;
    this.#refuseMove(response, move);
    return false;
  }

  #isCurrent({ requestId }: RuntimeRequest): boolean {
    return requestId === undefined || requestId === this.#current?.invocation.requestId;
  }

  #take(move: RuntimeMove, request: IncomingMessage, response: ServerResponse, body: Buffer | 'tooLarge'): void {
    if (body === 'tooLarge') {
      this.#refuseSize(response, limits.responseBytes);
      const answer = { body: nothing, producedBytes: 0, tooLarge: true } as const;
      if (move === 'response' || move === 'error') return this.#listener.onAnswer(answer);
      const failure = responseTooLarge();
      return this.#listener.onInitError({ ...answer, body: failurePayload(failure), errorType: failure.errorType });
    }
    // Whoever waits for the answer gets it before the runtime goes on.
    setImmediate(() => send(response, 202, accepted));
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
    // The runtime is gone, or gave up: its exit tells, or the timeout, or that it asks for another.
    if (answer === 'aborted') {
      this.#truncated = true;
      return;
    }
    if (answer.tooLarge === true) this.#refuseSize(response, answer.limit);
    else send(response, 202, accepted);
    this.#listener.onAnswer({ ...answer, answeredAt: this.#clock.monotonic() });
  }

  /** Keeps a request open until there is something to answer. */
  #wait(move: RuntimeMove, response: ServerResponse): void {
    const again = this.#state === 'running' ? this.#current : undefined;
    if (!this.#move(move)) return this.#refuseMove(response, move);
    if (again !== undefined) return sendEvent(response, again);
    this.#waiting.add(response);
    if (move === 'restoreNext') return this.#listener.onSnapshot();
    if (this.#truncated) this.#tellTruncated();
    this.#listener.onNext();
  }

  #tellTruncated(): void {
    this.#truncated = false;
    const failure = responseTruncated(this.#current?.invocation.requestId ?? '');
    this.#listener.onAnswer({ body: failurePayload(failure), producedBytes: 0, errorType: failure.errorType });
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
const nothing = Buffer.alloc(0);

function isRestoring({ move }: RuntimeRequest): boolean {
  return move === 'restoreNext' || move === 'restoreError';
}

function sendEvent(response: ServerResponse, delivery: Delivery): void {
  response.writeHead(200, deliveryHeaders(delivery));
  response.end(delivery.invocation.payload);
}

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
