import type { Writable } from 'node:stream';
import type { Logger } from '../../common/logger.ts';

/** Collects lines and writes them a few at a time: writing each at once would hold up the service, as pipes and files block. */
export class StderrLog implements Logger {
  readonly #out: Writable;
  #pending: string[] = [];
  #scheduled = false;

  constructor(out: Writable) {
    this.#out = out;
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
    this.#pending.push(text);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.flush(), 10).unref();
  }
}
