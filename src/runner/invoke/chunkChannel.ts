import type { ResponseStream } from '../environment/responseStream.ts';

/** The caller of a streamed response is gone. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

interface Waiting {
  readonly chunk: Buffer;
  readonly taken: () => void;
  readonly refused: (error: Error) => void;
}

/**
 * Passes a response on, chunk by chunk, to one who reads it as slowly as it likes: a write resolves once its chunk was read, and rejects
 * when the reader has gone.
 */
export class ChunkChannel implements ResponseStream {
  readonly #waiting: Waiting[] = [];
  #wake: (() => void) | undefined;
  #started: (() => void) | undefined;
  #closed = false;
  #ended = false;
  #begun = false;
  /** Resolves when the response begins. */
  readonly started: Promise<void>;

  constructor() {
    this.started = new Promise((resolve) => {
      this.#started = resolve;
    });
  }

  get begun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
    this.#started?.();
  }

  write(chunk: Buffer): Promise<void> {
    if (this.#closed) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ chunk, taken: resolve, refused: reject });
      this.#wake?.();
    });
  }

  /** No more will be written. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The reader is gone: what waits is refused, and so is what comes. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { refused } of this.#waiting.splice(0)) refused(gone());
    this.#wake?.();
  }

  /** What is written, until `end`, or `close`. */
  async *chunks(): AsyncGenerator<Buffer, void> {
    try {
      for (;;) {
        // It stays the first until it was read: a reader that leaves amid it refuses it.
        const next = this.#waiting[0];
        if (next !== undefined) {
          yield next.chunk;
          if (this.#waiting[0] === next) this.#waiting.shift();
          next.taken();
        } else if (this.#ended || this.#closed) return;
        else await this.#more();
      }
    } finally {
      this.close();
    }
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}

function gone(): CallerGone {
  return new CallerGone('The caller is gone.');
}
