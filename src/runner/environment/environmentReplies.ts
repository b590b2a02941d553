import type { ServerResponse } from 'node:http';

/** An error as the APIs of an environment answer it. */
export function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, Buffer.from(JSON.stringify({ errorType, errorMessage })));
}

export function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}
