import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Several chunks go without a length. */
  readonly body?: Uint8Array | string | readonly string[];
  readonly agent?: Agent;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly continued: boolean;
}

/** Sends what no SDK would. */
export function rawRequest(port: number, { method = 'GET', path = '/', headers = {}, body, agent }: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    let continued = false;
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, ...(agent !== undefined && { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString(), continued }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    if (headers['expect'] !== undefined) {
      outgoing.on('continue', () => {
        continued = true;
        send();
      });
      outgoing.flushHeaders();
    } else send();

    function send(): void {
      if (!Array.isArray(body)) return void outgoing.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined);
      for (const chunk of body) outgoing.write(chunk);
      outgoing.end();
    }
  });
}

/** The answer's JSON. */
export function jsonOf({ text }: RawResponse): unknown {
  return JSON.parse(text);
}
