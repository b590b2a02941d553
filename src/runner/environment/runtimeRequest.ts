import type { IncomingMessage } from 'node:http';
import type { RuntimeMove } from './runtimeStates.ts';

/** What a runtime asks for. */
export interface RuntimeRequest {
  readonly move: RuntimeMove;
  readonly requestId: string | undefined;
}

const routePattern = /^\/2018-06-01\/runtime\/(?:(?:invocation|(restore))\/next|invocation\/([^/?]+)\/(response|error)|(init|restore)\/error)\/?$/;

/** Undefined for what the Runtime API does not have. */
export function runtimeRequestOf({ url = '', method }: IncomingMessage): RuntimeRequest | undefined {
  const match = routePattern.exec(url);
  if (match === null) return undefined;
  const [, restore, requestId, kind, phase] = match;
  if (kind === undefined && phase === undefined) {
    return method === 'GET' ? { move: restore === undefined ? 'next' : 'restoreNext', requestId: undefined } : undefined;
  }
  if (method !== 'POST') return undefined;
  if (phase !== undefined) return { move: phase === 'init' ? 'initError' : 'restoreError', requestId: undefined };
  return { move: kind === 'response' ? 'response' : 'error', requestId };
}

/** Reads to the end even when it is too much, so that the answer reaches a client that is still sending. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      const [only] = chunks;
      if (size > limit) resolve('tooLarge');
      else resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
