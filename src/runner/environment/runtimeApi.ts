import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { limits } from '../../lambda/limits.ts';
import { refusal } from '../api/requestGuard.ts';
import { normalizedErrorType } from './functionErrors.ts';
import type { Invocation } from './invocation.ts';
import { afterMove, type RuntimeMove, type RuntimeState } from './runtimeStates.ts';

export interface RuntimeAnswer {
  readonly body: Buffer;
  /** Set where the runtime reported an error rather than a response. */
  readonly errorType?: string;
  /** The response was over the limit and is not in `body`. */
  readonly tooLarge?: true;
}

/** Hears what the runtime does. */
export interface RuntimeListener {
  /** It asked for its next invocation: initialised, or done with the one before. */
  onNext(): void;
  onInitError(answer: RuntimeAnswer): void;
  onAnswer(answer: RuntimeAnswer): void;
}

interface Delivery {
  readonly invocation: Invocation;
  readonly deadlineMs: number;
}

interface Call {
  readonly move: RuntimeMove;
  readonly requestId: string | undefined;
}

/**
 * A runtime may wait as long as it likes. `joinDuplicateHeaders`: a second Host is not overlooked.
 * `maxHeaderSize`: runtimes tell X-Ray the cause of an error in a header of up to 1 MiB.
 */
const serverOptions = {
  keepAliveTimeout: 0,
  requestTimeout: 0,
  headersTimeout: 0,
  noDelay: true,
  joinDuplicateHeaders: true,
  maxHeaderSize: 2 * 1024 * 1024,
};

const routePattern = /^\/2018-06-01\/runtime\/(?:invocation\/(?:(next)|([^/?]+)\/(response|error))|(init)\/error)\/?$/;

/** The Runtime API of one execution environment, on a port of its own. States forbid by default. */
export class RuntimeApi {
  readonly #server: Server;
  readonly #listener: RuntimeListener;
  #port = 0;
  #state: RuntimeState = 'started';
  #current: Delivery | undefined;
  #waiting: ServerResponse | undefined;

  constructor(listener: RuntimeListener) {
    this.#listener = listener;
    this.#server = createServer(serverOptions, (request, response) => {
      // What we could not handle breaks off, so that the runtime does not wait for an answer.
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.timeout = 0;
  }

  /** Opens it; the answer is the value of AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    // Such as too many open files, while a connection is taken: the runtime finds that it has none.
    this.#server.on('error', () => {});
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The Runtime API listens on no port.');
    this.#port = address.port;
    return `127.0.0.1:${this.#port}`;
  }

  /** Hands the invocation over; the runtime must be ready. */
  deliver(invocation: Invocation, deadlineMs: number): void {
    this.#move('deliver');
    this.#current = { invocation, deadlineMs };
    this.#answerNext();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Pages of a browser may neither take an invocation nor answer one.
    const refused = refusal(request.headers, this.#port);
    if (refused !== undefined) return refuse(response, 403, 'ForeignRequest', refused);
    const call = parseCall(request);
    if (call === undefined) return refuse(response, 404, 'InvalidRequest', 'Unknown path');
    if (call.move === 'next') return this.#next(response);
    const body = await readBody(request, limits.responseBytes);
    if (body === 'aborted') return;
    if (call.requestId !== undefined && call.requestId !== this.#current?.invocation.requestId) {
      return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    }
    if (!this.#move(call.move)) return this.#refuseMove(response, call.move);
    this.#take(call.move, request, response, body);
  }

  #take(move: RuntimeMove, request: IncomingMessage, response: ServerResponse, body: Buffer | 'tooLarge'): void {
    if (body === 'tooLarge') {
      refuse(response, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${limits.responseBytes} bytes).`);
      this.#listener.onAnswer({ body: Buffer.alloc(0), tooLarge: true });
      return;
    }
    send(response, 202, accepted);
    const midway = request.trailers['lambda-runtime-function-error-type'];
    if (move === 'response') {
      this.#listener.onAnswer(midway === undefined ? { body } : midwayError(request, midway));
      return;
    }
    const answer = { body, errorType: normalizedErrorType(headerOf(request, 'lambda-runtime-function-error-type')) };
    if (move === 'initError') this.#listener.onInitError(answer);
    else this.#listener.onAnswer(answer);
  }

  #next(response: ServerResponse): void {
    const redelivered = this.#state === 'running';
    if (!this.#move('next')) return this.#refuseMove(response, 'next');
    this.#waiting = response;
    if (redelivered) this.#answerNext();
    else this.#listener.onNext();
  }

  #answerNext(): void {
    const response = this.#waiting;
    const delivery = this.#current;
    if (response === undefined || delivery === undefined) return;
    this.#waiting = undefined;
    const { invocation } = delivery;
    const headers: Record<string, string | number> = {
      'Content-Type': 'application/json',
      'Content-Length': invocation.payload.length,
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': Math.floor(delivery.deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedFunctionArn,
    };
    if (invocation.traceId !== undefined) headers['Lambda-Runtime-Trace-Id'] = invocation.traceId;
    if (invocation.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = invocation.clientContext;
    response.writeHead(200, headers);
    response.end(invocation.payload);
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
}

const accepted = Buffer.from('{"status":"OK"}\n');

function parseCall(request: IncomingMessage): Call | undefined {
  const match = routePattern.exec(request.url ?? '');
  if (match === null) return undefined;
  const [, next, requestId, kind, init] = match;
  if (next !== undefined) return request.method === 'GET' ? { move: 'next', requestId: undefined } : undefined;
  if (request.method !== 'POST') return undefined;
  if (init !== undefined) return { move: 'initError', requestId: undefined };
  return { move: kind === 'response' ? 'response' : 'error', requestId };
}

/** Reads to the end even when it is too much, so that the answer reaches a client that is still sending. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      const [only] = chunks;
      if (size > limit) resolve('tooLarge');
      else resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function midwayError(request: IncomingMessage, type: string): RuntimeAnswer {
  const encoded = request.trailers['lambda-runtime-function-error-body'] ?? '';
  return { body: Buffer.from(encoded, 'base64'), errorType: normalizedErrorType(type) };
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, Buffer.from(JSON.stringify({ errorType, errorMessage })));
}

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}
