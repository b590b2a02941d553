import type { ServerResponse } from 'node:http';
import type { HeaderField } from '../../lambda/url/headerFields.ts';
import { drained } from '../api/drained.ts';

/** Statuses whose answers have no body, and no length. */
const bodiless: ReadonlySet<number> = new Set([204, 304]);

/** Sends answers of one request, each with the headers that all of them have. */
export class UrlAnswerSender {
  readonly #response: ServerResponse;
  readonly #common: readonly HeaderField[];

  constructor(response: ServerResponse, common: readonly HeaderField[]) {
    this.#response = response;
    this.#common = common;
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  /** A whole answer. */
  send({ status, headers, body }: { readonly status: number; readonly headers: readonly HeaderField[]; readonly body: Buffer | string }): void {
    if (this.#response.destroyed) return;
    const length: readonly HeaderField[] = bodiless.has(status) ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
    this.begin(status, [...headers, ...length]);
    this.#response.end(body);
  }

  /** The beginning of an answer whose length is not known. */
  begin(status: number, headers: readonly HeaderField[]): void {
    // As a flat list: a name may come more than once.
    this.#response.writeHead(status, [...this.#common, ...headers].flat());
  }

  /** Resolves when more may be written, also where the caller is gone. */
  async write(chunk: Buffer): Promise<void> {
    const response = this.#response;
    if (!response.destroyed && !response.write(chunk)) await drained(response);
  }

  get gone(): boolean {
    return this.#response.destroyed;
  }

  end(): void {
    this.#response.end();
  }

  /** Ends the connection amid the answer, after what was written of it, so that no client takes it for whole. */
  cut(): void {
    const response = this.#response;
    // What was written last reaches the socket with the next tick.
    setImmediate(() => {
      if (response.socket === null) response.destroy();
      else response.socket.end(() => response.destroy());
    });
  }
}
