/** What CloudWatch Logs takes as one event from Lambda, in characters; longer lines become several. */
export const longestEvent = 256 * 1024 - 26;

interface Partial {
  readonly at: number;
  text: string;
}

/** Makes events of a process's output: each ends with a newline, whatever the pieces are in which it comes. */
export class LineAssembler {
  readonly #partial = new Map<string, Partial>();

  /** Streams with a line that has no end yet. */
  get pending(): number {
    return this.#partial.size;
  }

  /** Calls `emit` for each line that is whole; its time is that of its beginning. */
  push(stream: string, at: number, text: string, emit: (at: number, line: string) => void): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = text.slice(start, end + 1);
      const begun = start === 0 ? this.#partial.get(stream) : undefined;
      if (begun === undefined) emitPieces(at, line, emit);
      else {
        this.#partial.delete(stream);
        emitPieces(begun.at, begun.text + line, emit);
      }
      start = end + 1;
    }
    if (start < text.length) this.#hold(stream, at, text.slice(start), emit);
  }

  /** Ends a line that was begun. */
  end(stream: string, emit: (at: number, line: string) => void): void {
    const begun = this.#partial.get(stream);
    if (begun === undefined) return;
    this.#partial.delete(stream);
    emitPieces(begun.at, begun.text, emit);
  }

  /** Ends lines that were begun at `at` or before. */
  endOlder(at: number, emit: (stream: string, at: number, line: string) => void): void {
    for (const [stream, begun] of Array.from(this.#partial)) {
      if (begun.at <= at) this.end(stream, (begunAt, line) => emit(stream, begunAt, line));
    }
  }

  drop(stream: string): void {
    this.#partial.delete(stream);
  }

  #hold(stream: string, at: number, text: string, emit: (at: number, line: string) => void): void {
    const begun = this.#partial.get(stream);
    if (begun === undefined) this.#partial.set(stream, { at, text });
    else begun.text += text;
    if ((begun?.text.length ?? text.length) >= longestEvent) this.end(stream, emit);
  }
}

function emitPieces(at: number, line: string, emit: (at: number, line: string) => void): void {
  for (let start = 0; start < line.length; start += longestEvent) {
    emit(at, line.length <= longestEvent ? line : line.slice(start, start + longestEvent));
  }
}
