import type { IncomingHttpHeaders } from 'node:http';

import type { OperationName, Operations } from './operations.ts';

/** What a handler may want of its request beyond the operation's input. */
export interface RequestContext {
  /** The answer's `x-amzn-RequestId`. */
  readonly requestId: string;
  /** Aborted when the client goes away before it has the whole answer. */
  readonly signal: AbortSignal;
  /** Milliseconds on the clock's monotonic scale, when the request's head had arrived. */
  readonly receivedAt: number;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** Serves one operation. Throws LambdaError for what the Lambda API answers; whatever else it throws is answered as a 500. */
export type Handler<Name extends OperationName> = (
  input: Operations[Name]['input'],
  context: RequestContext,
) => Promise<Operations[Name]['output']>;

/** The operations that are served; all others answer 501 with their name. */
export type Handlers = { readonly [Name in OperationName]?: Handler<Name> };
