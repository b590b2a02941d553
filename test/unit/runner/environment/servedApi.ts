import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EnvironmentApi } from '../../../../src/runner/environment/environmentApi.ts';

/** Serves APIs of an environment over real HTTP, as the environment's own port does. */
export class ServedApi {
  /** The first request has come. */
  readonly asked: Promise<void>;
  readonly #server: Server;

  private constructor(apis: readonly EnvironmentApi[]) {
    const asked = Promise.withResolvers<void>();
    this.asked = asked.promise;
    this.#server = createServer((request, response) => {
      asked.resolve();
      const api = apis.find((each) => each.handles(request.url ?? ''));
      if (api === undefined) response.writeHead(418).end();
      else api.serve(request, response).catch(() => response.destroy());
    });
  }

  static async listen(...apis: readonly EnvironmentApi[]): Promise<ServedApi> {
    const served = new ServedApi(apis);
    await new Promise<void>((resolve) => served.#server.listen(0, '127.0.0.1', resolve));
    return served;
  }

  /** As in AWS_LAMBDA_RUNTIME_API. */
  get address(): string {
    return `127.0.0.1:${portOf(this.#server)}`;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://${this.address}${path}`, init);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return address.port;
}
