import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text as it is. */
  readonly body?: unknown;
}

/** Speaks HTTP as a test says, and keeps what it was asked. */
export interface ScriptedLambda extends AsyncDisposable {
  readonly endpoint: string;
  readonly received: Received[];
}

export async function startLambda(answer: (request: Received, response: ServerResponse) => Answer | 'none'): Promise<ScriptedLambda> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const asked = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(asked);
      const answered = answer(asked, response);
      if (answered === 'none') return;
      const { status = 200, headers: more = {}, body = {} } = answered;
      response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-RequestId': 'request-1', ...more });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
