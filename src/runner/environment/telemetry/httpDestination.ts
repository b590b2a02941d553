import { Agent, request } from 'node:http';
import type { Destination } from './destination.ts';
import type { DestinationRequest } from './subscriptionRequest.ts';

/** Delivers a batch as the JSON array that is the body of one request. */
export class HttpDestination implements Destination {
  readonly #request: Extract<DestinationRequest, { readonly protocol: 'HTTP' }>;
  readonly #address: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(destination: Extract<DestinationRequest, { readonly protocol: 'HTTP' }>, address: string) {
    this.#request = destination;
    this.#address = address;
  }

  deliver(texts: readonly string[]): Promise<void> {
    const { method, host, port, path } = this.#request;
    const body = Buffer.from(`[${texts.join(',')}]`);
    const headers = { Host: `${host}:${port}`, 'Content-Type': 'application/json', 'Content-Length': body.length };
    return new Promise((resolve, reject) => {
      const outgoing = request({ agent: this.#agent, host: this.#address, port, method, path, headers }, (response) => {
        const { statusCode = 0 } = response;
        response.resume();
        response.once('end', () => {
          if (statusCode < 400) resolve();
          else reject(new Error(`The subscriber answered ${statusCode}.`));
        });
        response.once('close', () => reject(new Error('The subscriber broke off.')));
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  dispose(): void {
    this.#agent.destroy();
  }
}
