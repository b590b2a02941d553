import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refusal } from '../api/requestGuard.ts';
import type { EnvironmentApi } from './environmentApi.ts';
import { refuse } from './environmentReplies.ts';

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

/** The port of one environment's processes, with the APIs that they reach there. */
export class EnvironmentServer {
  readonly #apis: readonly EnvironmentApi[];
  readonly #server: Server;
  #port = 0;

  /** @param apis the one that is asked most comes first. */
  constructor(apis: readonly EnvironmentApi[]) {
    this.#apis = apis;
    this.#server = createServer(serverOptions, (request, response) => {
      // What we could not handle breaks off, so that nobody waits for an answer.
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.timeout = 0;
  }

  /** Opens it on the loopback; the answer is its port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    // Such as too many open files, while a connection is taken: the runtime finds that it has none.
    this.#server.on('error', () => {});
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The environment listens on no port.');
    this.#port = address.port;
    return this.#port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Pages of a browser may neither take an invocation nor answer one.
    const refused = refusal(request.headers, this.#port, containerHosts);
    if (refused !== undefined) return refuse(response, 403, 'ForeignRequest', refused);
    const url = request.url ?? '';
    for (const api of this.#apis) if (api.handles(url)) return api.serve(request, response);
    refuse(response, 404, 'InvalidRequest', 'Unknown path');
  }
}

/** How this machine is called from within a container. */
const containerHosts = ['host.docker.internal', 'host.containers.internal'];
