import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import type { RequestContext } from './handlers.ts';

/** A request's context; its signal is made when it is first asked for. */
export class ServedRequest implements RequestContext {
  readonly requestId: string;
  readonly receivedAt: number;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #aborter: AbortController | undefined;

  constructor(requestId: string, receivedAt: number, request: IncomingMessage, response: ServerResponse) {
    this.requestId = requestId;
    this.receivedAt = receivedAt;
    this.#request = request;
    this.#response = response;
  }

  get headers(): IncomingHttpHeaders {
    return this.#request.headers;
  }

  get signal(): AbortSignal {
    if (this.#aborter === undefined) {
      const aborter = new AbortController();
      this.#aborter = aborter;
      const response = this.#response;
      const abort = () => {
        if (!response.writableFinished) aborter.abort();
      };
      if (response.destroyed) abort();
      else response.once('close', abort);
    }
    return this.#aborter.signal;
  }
}
