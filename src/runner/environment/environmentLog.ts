import { limits } from '../../lambda/limits.ts';

/** `at`: milliseconds since the epoch; `whole`: the text is one event of the log, however many lines it has. */
export type LogWriter = (text: string, whole: boolean, at?: number) => void;

/** The log stream of one environment: passes text on, and keeps the end of it for callers that asked. */
export class EnvironmentLog {
  readonly #write: LogWriter;
  /** No shorter than the end that is asked for, as no character has more units than bytes. */
  #tail: string | undefined;
  #atLineStart = true;

  constructor(write: LogWriter) {
    this.#write = write;
  }

  /** Output of the runtime's process. */
  output(text: string): void {
    this.#add(text, false);
  }

  /** An event of the service's own, or one that the runtime framed; it always begins a line, and ends one. */
  event(text: string, at?: number): void {
    if (!this.#atLineStart) this.#add('\n', false);
    this.#add(text.endsWith('\n') ? text : `${text}\n`, true, at);
  }

  startTail(): void {
    this.#tail = '';
  }

  /** The last 4 KB since `startTail`, beginning with a whole character. */
  endTail(): Buffer {
    const all = Buffer.from(this.#tail ?? '');
    this.#tail = undefined;
    let start = Math.max(0, all.length - limits.logTailBytes);
    while (start > 0 && isContinuation(all[start])) start += 1;
    return all.subarray(start);
  }

  #add(text: string, whole: boolean, at?: number): void {
    if (text === '') return;
    this.#atLineStart = text.endsWith('\n');
    if (this.#tail !== undefined) this.#tail = (this.#tail + text).slice(-limits.logTailBytes);
    this.#write(text, whole, at);
  }
}

/** Whether the byte is inside a UTF-8 character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
