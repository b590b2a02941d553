import type { ServerResponse } from 'node:http';

import { drained } from './drained.ts';
import type { EncodedResponse } from './responseEncoder.ts';

/**
 * Sends the answer under the request's id; resolves when all is handed over. A client that is gone gets nothing.
 * Throws what a stream throws, and leaves such an answer unfinished.
 */
export async function sendResponse(response: ServerResponse, requestId: string, { status, headers, body }: EncodedResponse): Promise<void> {
  if (response.destroyed) return;
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    // A 204 has no length at all.
    response.writeHead(status, { 'x-amzn-RequestId': requestId, ...headers, ...(status !== 204 && { 'content-length': length }) });
    response.end(body);
    return;
  }
  response.writeHead(status, { 'x-amzn-RequestId': requestId, ...headers });
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}
