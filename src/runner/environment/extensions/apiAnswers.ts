import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Why a request of an extension is refused, in Lambda's words. */
export interface Refusal {
  /** 403 where not given. */
  readonly status?: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

/** No request of an extension has a reason to be larger; in bytes. */
const bodyLimit = 1024 * 1024;

export function answerJson(response: ServerResponse, status: number, value: unknown, headers: OutgoingHttpHeaders = {}): void {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length, ...headers });
  response.end(body);
}

export function accept(response: ServerResponse): void {
  answerJson(response, 202, { status: 'OK' });
}

export function refuse(response: ServerResponse, { status = 403, errorType, errorMessage }: Refusal): void {
  answerJson(response, status, { errorMessage, errorType });
}

/** The answer to a path that there is not. */
export function answerNotFound(response: ServerResponse): void {
  const body = '404 page not found\n';
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': body.length });
  response.end(body);
}

/** The answer to a method that a path does not have. */
export function answerMethodNotAllowed(response: ServerResponse, allowed: string): void {
  response.writeHead(405, { Allow: allowed, 'Content-Length': 0 });
  response.end();
}

/** Reads to the end; throws where the client broke off or sends far too much. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('The body of an extension\'s request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A header's value; undefined where it is missing or empty, which Lambda does not tell apart. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === '' ? undefined : first;
}
