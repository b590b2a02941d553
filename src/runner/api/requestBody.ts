import type { IncomingMessage } from 'node:http';

import type { BodyLimit } from './requestLimits.ts';

const nothing = Buffer.alloc(0);

/** The client went away before it had sent all of its request. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}

/** Whether a body is to come. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/**
 * Reads all of it; throws the limit's error as soon as it is too large, and lets the rest go by unread.
 * Calls `proceed` once it is sure to read.
 */
export function readBody(request: IncomingMessage, limit: BodyLimit, proceed: () => void): Promise<Buffer> {
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) > limit.bytes) {
    request.resume();
    return Promise.reject(limit.exceeded(Number(announced)));
  }
  proceed();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit.bytes) return;
      request.off('data', take);
      request.resume();
      reject(limit.exceeded(undefined));
    };
    request.on('data', take);
    let whole = false;
    request.once('end', () => {
      whole = true;
      resolve(joined(chunks, size));
    });
    const abort = () => {
      // Every request closes in the end: an error, with its stack, is made only where it says something.
      if (!whole) reject(new RequestAborted('The request ended before its body did.'));
    };
    request.once('error', abort);
    request.once('close', abort);
  });
}

/** A body that came in one piece is not copied. */
function joined(chunks: readonly Buffer[], size: number): Buffer {
  return chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks, size);
}
