/** Cuts a stream of UTF-8 into lines, whatever the chunks; line ends are `\n` or `\r\n`. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** Delivers what stands after the last line end, if anything. */
  end(): void {
    this.#take(this.#decoder.decode());
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#onLine(rest);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
