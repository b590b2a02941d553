import type { SourcePosition } from '../function.ts';
import type { Span } from './templateNode.ts';

/** A file's text, and where in it things are, counted as editors do: zero-based lines and UTF-16 columns. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  position(span: Span): SourcePosition {
    const start = this.#locate(span.start);
    const end = this.#locate(Math.max(span.start, span.end));
    return { file: this.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  /** The span without blanks and line ends at its end, such as the lines after a block. */
  trimEnd(span: Span): Span {
    let end = Math.min(span.end, this.text.length);
    while (end > span.start && /\s/.test(this.text.charAt(end - 1))) end--;
    return { start: span.start, end };
  }

  /** The part of the span in its first line. */
  firstLine(span: Span): Span {
    const lineEnd = /\r?\n|$/g;
    lineEnd.lastIndex = span.start;
    const end = lineEnd.exec(this.text)?.index ?? span.end;
    return { start: span.start, end: Math.max(span.start, Math.min(span.end, end)) };
  }

  #locate(offset: number): { line: number; column: number } {
    const bounded = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: bounded - (this.#lineStarts[low] ?? 0) };
  }
}
