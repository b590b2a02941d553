import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import { LambdaError, lambdaErrors } from '../../lambda/lambdaError.ts';
import { validationMessage } from '../../lambda/model/validator.ts';
import { errorResponse } from './errorResponse.ts';
import type { Handlers, RequestContext } from './handlers.ts';
import { readOperations } from './operationTable.ts';
import type { OperationName } from './operations.ts';
import { hasBody, readBody, RequestAborted } from './requestBody.ts';
import { bodyLimit, type RequestLimits } from './requestLimits.ts';
import { splitTarget } from './requestTarget.ts';
import type { EncodedResponse } from './responseEncoder.ts';
import { Router } from './router.ts';
import { sendResponse } from './sendResponse.ts';
import { ServedOperations } from './servedOperation.ts';
import { ServedRequest } from './servedRequest.ts';

export interface ApiListenerOptions {
  readonly handlers: Handlers;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly requestIds: () => string;
  readonly limits: RequestLimits;
}

/** Answers requests of the Lambda API: finds the operation, reads and checks its input, has it handled, writes what came of it. */
export class ApiListener {
  readonly #options: ApiListenerOptions;
  readonly #router = new Router(readOperations());
  readonly #served: ServedOperations;

  constructor(options: ApiListenerOptions) {
    this.#options = options;
    this.#served = new ServedOperations(options.handlers);
  }

  /** Never throws. `proceed` is called before the body is read: it lets a client go on that waits for leave to send one. */
  async serve(request: IncomingMessage, response: ServerResponse, proceed: () => void): Promise<void> {
    const { requestIds, clock } = this.#options;
    const context = new ServedRequest(requestIds(), clock.monotonic(), request, response);
    try {
      await sendResponse(response, context.requestId, await this.#answer(request, context, proceed));
    } catch (error) {
      await this.#fail(error, response, context);
    }
  }

  async #answer(request: IncomingMessage, context: RequestContext, proceed: () => void): Promise<EncodedResponse> {
    const method = request.method ?? '';
    const { path, query } = splitTarget(request.url ?? '');
    const route = this.#router.match(method, path, query);
    if (route === undefined) throw unknownOperation(method, path);
    const operation = this.#served.get(route.operation);
    if (operation === undefined) throw notServed(route.operation.name);
    const input = operation.decoder.head(route.labels, query, request.headers);
    if (hasBody(request)) {
      const limit = bodyLimit(this.#options.limits, route.operation.name, input);
      operation.decoder.body(input, await readBody(request, limit, proceed));
    }
    const violations = operation.validate(input);
    if (violations.length > 0) throw lambdaErrors.validation(validationMessage(violations));
    return operation.encode(await operation.handle(input, context));
  }

  async #fail(error: unknown, response: ServerResponse, context: RequestContext): Promise<void> {
    const answer = lambdaErrorOf(error);
    const gone = error instanceof RequestAborted || response.destroyed;
    if (answer !== error && !gone) this.#options.logger.error(`Request ${context.requestId} failed: ${stackOf(error)}`);
    try {
      // An answer that has begun is cut, so that no client takes it for whole.
      if (response.headersSent) response.destroy();
      else await sendResponse(response, context.requestId, errorResponse(answer));
    } catch {
      response.destroy();
    }
  }
}

/** The answer for an operation without a handler: SDKs do not try it again. */
function notServed(operation: OperationName): LambdaError {
  return new LambdaError('NotImplementedException', 501, `The Local region does not serve ${operation} yet.`);
}

function unknownOperation(method: string, path: string): LambdaError {
  return new LambdaError('UnknownOperationException', 404, `The Lambda API has no operation at ${method} ${path.slice(0, 200)}`);
}

/** Coded errors are written for users; what else was thrown is nobody's business but the log's. */
function lambdaErrorOf(error: unknown): LambdaError {
  if (error instanceof LambdaError) return error;
  return lambdaErrors.serviceException(error instanceof CodedError ? error.message : 'The Local region failed. Its log tells why.');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
