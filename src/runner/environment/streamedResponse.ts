import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { limits } from '../../lambda/limits.ts';
import { normalizedErrorType } from './functionErrors.ts';
import type { ResponseStream } from './responseStream.ts';

export interface StreamedResponseOptions {
  /** Takes the response as it comes; without one it is gathered, up to what a buffered response may have. */
  readonly stream: ResponseStream | undefined;
  readonly clock: Clock;
  /** Of what goes through `stream`; Lambda's limit where it is left out. */
  readonly streamedBytes?: number;
}

/** What a runtime answered. */
export interface StreamedResponse {
  /** Empty where it went through the stream; an error's JSON, where the runtime reported one midway. */
  readonly body: Buffer;
  /** Set where the runtime reported an error midway. */
  readonly errorType?: string;
  /** The response was over the limit, and ended there. */
  readonly tooLarge?: true;
  /** The limit that it was over, in bytes. */
  readonly limit: number;
  /** What the runtime wrote. */
  readonly producedBytes: number;
  /** When its first byte came, on the clock's monotonic scale; undefined for an empty response. */
  readonly firstByteAt?: number;
}

/** Whether a runtime's POST of a response streams. Undefined for another mode, which is refused with a 400. */
export function streams(request: Pick<IncomingMessage, 'headers'>): boolean | undefined {
  const mode = request.headers['lambda-runtime-function-response-mode'];
  if (mode === undefined) return false;
  return mode === 'streaming' ? true : undefined;
}

/**
 * Reads a streamed response: its body, and in its trailers the error that it ended with. Reads no faster than the stream takes it; what
 * comes after the caller has gone, or is over the limit, is read and dropped. `aborted` where the runtime broke off.
 */
export async function readStreamedResponse(request: IncomingMessage, options: StreamedResponseOptions): Promise<StreamedResponse | 'aborted'> {
  const { clock } = options;
  const sink = options.stream === undefined ? new GatheringSink() : new StreamSink(options.stream, options.streamedBytes ?? limits.streamedResponseBytes);
  sink.begin(request.headers['content-type']);
  let producedBytes = 0;
  let firstByteAt: number | undefined;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      firstByteAt ??= clock.monotonic();
      producedBytes += chunk.length;
      await sink.take(chunk, producedBytes);
    }
  } catch {
    return 'aborted';
  }
  // Without its last chunk it is not whole.
  if (!request.complete) return 'aborted';
  const facts = { producedBytes, limit: sink.limit, ...(firstByteAt !== undefined && { firstByteAt }) };
  if (producedBytes > sink.limit) return { body: nothing, tooLarge: true, ...facts };
  const errorType = trailerOf(request, 'lambda-runtime-function-error-type');
  if (errorType === undefined) return { body: sink.body(), ...facts };
  const encoded = trailerOf(request, 'lambda-runtime-function-error-body') ?? '';
  return { body: Buffer.from(encoded, 'base64'), errorType: normalizedErrorType(errorType), ...facts };
}

const nothing = Buffer.alloc(0);

interface Sink {
  readonly limit: number;
  begin(contentType: string | undefined): void;
  /** `total` counts the chunk. Resolves when the next may come. */
  take(chunk: Buffer, total: number): Promise<void> | undefined;
  body(): Buffer;
}

class GatheringSink implements Sink {
  readonly limit = limits.responseBytes;
  readonly #chunks: Buffer[] = [];

  begin(): void {}

  take(chunk: Buffer, total: number): undefined {
    if (total <= this.limit) this.#chunks.push(chunk);
    else this.#chunks.length = 0;
  }

  body(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

class StreamSink implements Sink {
  readonly limit: number;
  readonly #stream: ResponseStream;
  #gone = false;

  constructor(stream: ResponseStream, limit: number) {
    this.#stream = stream;
    this.limit = limit;
  }

  begin(contentType: string | undefined): void {
    this.#stream.begin(contentType);
  }

  async take(chunk: Buffer, total: number): Promise<void> {
    const allowed = chunk.length - Math.max(0, total - this.limit);
    if (this.#gone || allowed <= 0) return;
    try {
      await this.#stream.write(allowed < chunk.length ? chunk.subarray(0, allowed) : chunk);
    } catch {
      this.#gone = true;
    }
  }

  body(): Buffer {
    return nothing;
  }
}

function trailerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.trailers[name];
  return value === '' ? undefined : value;
}
