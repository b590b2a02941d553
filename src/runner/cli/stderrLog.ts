import type { Writable } from 'node:stream';
import type { Logger } from '../../common/logger.ts';

/** Unread output, in bytes, from which on more is dropped. */
const maximumBacklog = 8 * 1024 * 1024;

/** Collects lines and writes them a few at a time: writing each at once would hold up the service, as pipes and files block. */
export class StderrLog implements Logger {
  readonly #out: Writable;
  #pending: string[] = [];
  /** Pieces since the reader fell too far behind. */
  #dropped = 0;
  #scheduled = false;

  constructor(out: Writable) {
    this.#out = out;
    // A reader that is gone is no reason to end.
    out.on('error', () => {});
  }

  debug(): void {}

  info(message: string): void {
    this.#add(`${message}\n`);
  }

  warn(message: string): void {
    this.#add(`warning: ${message}\n`);
  }

  error(message: string): void {
    this.#add(`error: ${message}\n`);
  }

  /** A function's log text, each line behind its name. */
  write(functionName: string, text: string): void {
    const lines = text.replace(/\n$/, '').split('\n');
    this.#add(lines.map((line) => `${functionName} | ${line}\n`).join(''));
  }

  flush(): void {
    this.#scheduled = false;
    const text = this.#pending.join('');
    this.#pending = [];
    if (text !== '') this.#out.write(text);
  }

  #add(text: string): void {
    if (this.#out.writableLength > maximumBacklog) {
      this.#dropped += 1;
      return;
    }
    if (this.#dropped > 0) this.#pending.push(`warning: ${this.#dropped} pieces of log were dropped, as they were not read.\n`);
    this.#dropped = 0;
    this.#pending.push(text);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.flush(), 10).unref();
  }
}
