import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';

import type { Clock } from '../../common/clock.ts';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import { controlPath } from '../../protocol/runner.ts';
import { ApiListener } from './apiListener.ts';
import { errorResponse } from './errorResponse.ts';
import type { Handlers } from './handlers.ts';
import { refusal } from './requestGuard.ts';
import { lambdaRequestLimits, type RequestLimits } from './requestLimits.ts';
import { sendResponse } from './sendResponse.ts';

/** False where a request is none of its own. `proceed` lets a client go on that waits for leave to send its body. */
export type BesideApi = (request: IncomingMessage, response: ServerResponse, proceed: () => void) => boolean;

export interface ApiServerOptions {
  readonly handlers: Handlers;
  /** Serves what lies below `controlPath`, after the same check of Host and Origin. Absent: such paths are unknown. */
  readonly control?: RequestListener;
  /** Other AWS APIs on the same port, asked in turn. */
  readonly beside?: readonly BesideApi[];
  readonly logger: Logger;
  readonly clock: Clock;
  /** Makes the id of a request, a version 4 UUID. */
  readonly requestIds: () => string;
  /** Instead of Lambda's own. */
  readonly limits?: RequestLimits;
}

export interface ApiServer {
  /**
   * Listens on 127.0.0.1; 0 takes any free port. Gives the endpoint, `http://127.0.0.1:PORT`.
   * Throws CodedError: `PORT_TAKEN`, `PORT_REFUSED`.
   */
  listen(port: number): Promise<string>;
  /** Takes no more connections, ends idle ones, and waits up to `graceMs` for running requests before it cuts them. */
  close(graceMs: number): Promise<void>;
}

const address = '127.0.0.1';

/** Clients that send slowly are cut; those that wait for an answer are not. In ms. */
const serverOptions: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  /** Holds a client context (3,583 bytes) and the longest ARN that the API takes (10,000). */
  maxHeaderSize: 32_768,
  /** A second Host is not overlooked. */
  joinDuplicateHeaders: true,
};

/** The Local region's front door: the Lambda API and the control API on one port of the loopback. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { control, logger, requestIds, clock } = options;
  const listener = new ApiListener({ ...options, limits: options.limits ?? lambdaRequestLimits });
  const beside = options.beside ?? [];
  let port = 0;
  let closing = false;

  const serve = (request: IncomingMessage, response: ServerResponse, proceed: () => void) => {
    // A connection that was busy while the others were ended has its turn.
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()));
    const refused = refusal(request.headers, port);
    if (refused !== undefined) {
      // `code` is how the control API names errors.
      const error = new LambdaError('AccessDeniedException', 403, refused, { body: { code: 'FOREIGN_REQUEST', message: refused } });
      void sendResponse(response, requestIds(), errorResponse(error));
    } else if (control !== undefined && isControl(request.url ?? '')) {
      proceed();
      control(request, response);
    } else if (!beside.some((api) => api(request, response, proceed))) void listener.serve(request, response, proceed);
  };

  const server = createServer(serverOptions, (request, response) => serve(request, response, () => {}));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, () => response.writeContinue());
  });

  return {
    async listen(wanted) {
      await startListening(server, wanted);
      // Such as too many open files, while a connection is taken.
      server.on('error', (error) => logger.error(`The Local region's server: ${messageOf(error)}`));
      const bound = server.address();
      port = typeof bound === 'object' && bound !== null ? bound.port : wanted;
      return `http://${address}:${port}`;
    },
    async close(graceMs) {
      closing = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      const cut = clock.after(graceMs, () => server.closeAllConnections());
      await closed;
      cut.dispose();
    },
  };
}

function isControl(target: string): boolean {
  if (!target.startsWith(controlPath)) return false;
  const next = target.charAt(controlPath.length);
  return next === '' || next === '/' || next === '?';
}

function startListening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(portError(error, port));
    server.once('error', fail);
    try {
      server.listen({ host: address, port, exclusive: true }, () => {
        server.off('error', fail);
        resolve();
      });
    } catch (error) {
      fail(error);
    }
  });
}

function portError(cause: unknown, port: number): CodedError {
  const code = codeOf(cause);
  const details = { port };
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} is taken by another program. Stop it, or choose another port; 0 takes any free one.`;
    return new CodedError('PORT_TAKEN', message, { cause, details });
  }
  const advice = code === 'EACCES' ? 'The system keeps it from this user. Choose one above 1023, or 0 for any free one.' : messageOf(cause);
  return new CodedError('PORT_REFUSED', `Port ${port} cannot be listened on. ${advice}`, { cause, details });
}
