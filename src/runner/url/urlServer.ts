import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';

export type UrlRequestListener = (request: IncomingMessage, response: ServerResponse, port: number, proceed: () => void) => void;

/** Clients that send slowly are cut; those that wait for an answer are not. In ms. */
const serverOptions: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  maxHeaderSize: 65_536,
  /** A second Host is not overlooked. */
  joinDuplicateHeaders: true,
};

const address = '127.0.0.1';

/** The port of one function URL. */
export class UrlServer {
  readonly #server: Server;
  readonly #listener: UrlRequestListener;
  #closing = false;
  #port = 0;

  private constructor(listener: UrlRequestListener) {
    this.#listener = listener;
    this.#server = createServer(serverOptions, (request, response) => this.#serve(request, response, () => {}));
    this.#server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response, () => response.writeContinue());
    });
  }

  /** Listens on the first of the ports that is free, else on any. Throws CodedError (PORT_REFUSED) where none can be had. */
  static async open(ports: readonly number[], listener: UrlRequestListener): Promise<UrlServer> {
    let cause: unknown;
    for (const port of [...ports, 0]) {
      const server = new UrlServer(listener);
      cause = await server.#listen(port);
      if (cause === undefined) return server;
    }
    throw new CodedError('PORT_REFUSED', `No port can be had for a function URL: ${messageOf(cause)}`, { owner: 'system', cause, details: { code: codeOf(cause) } });
  }

  get port(): number {
    return this.#port;
  }

  /** Takes no more requests; those that run have up to `graceMs`. */
  async close(clock: Clock, graceMs: number): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeIdleConnections();
    const cut = clock.after(graceMs, () => this.#server.closeAllConnections());
    await closed;
    cut.dispose();
  }

  #serve(request: IncomingMessage, response: ServerResponse, proceed: () => void): void {
    response.once('close', () => this.#closing && setImmediate(() => this.#server.closeIdleConnections()));
    this.#listener(request, response, this.#port, proceed);
  }

  /** What hinders it; undefined where nothing does. */
  #listen(port: number): Promise<unknown> {
    const server = this.#server;
    return new Promise((resolve) => {
      server.once('error', resolve);
      server.listen({ host: address, port, exclusive: true }, () => {
        server.off('error', resolve);
        // Such as too many open files, while a connection is taken: its client finds that it has none.
        server.on('error', () => {});
        const bound = server.address();
        this.#port = typeof bound === 'object' && bound !== null ? bound.port : port;
        resolve(undefined);
      });
    });
  }
}
