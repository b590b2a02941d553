/** A place in a source file that a text names. */
export interface TraceLink {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** A path, or a `file:` URL. */
  readonly file: string;
  /** One-based, as traces count. */
  readonly line: number;
  readonly column?: number;
}

const root = String.raw`(?:file:\/\/\/?)?(?:[A-Za-z]:)?[\\/]`;

/** The first group is what is underlined, beginning with the file. A path with spaces is known by what stands around it. */
const patterns: readonly RegExp[] = [
  // Node.js: at handler (/app/index.js:10:13)
  new RegExp(String.raw`\((?<link>(?<file>${root}[^()"\n]*?):(?<line>\d+):(?<column>\d+))\)`, 'gd'),
  // Python: File "/app/main.py", line 10, in handler; in JSON the quotes are escaped
  new RegExp(String.raw`File \\?"(?<link>(?<file>${root}[^"\n]*?)\\?", line (?<line>\d+))`, 'gd'),
  // /app/index.js:10, also with a column
  new RegExp(String.raw`(?<=^|[\s"])(?<link>(?<file>${root}[^\s"'():]+):(?<line>\d+)(?::(?<column>\d+))?)`, 'gdm'),
];

/** The places that a result or a log names, as Node.js and Python write them. */
export function traceLinks(text: string): readonly TraceLink[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)].flatMap(toLink))
    .sort((one, other) => one.start - other.start);
}

function toLink({ groups, indices }: RegExpMatchArray): readonly TraceLink[] {
  const range = indices?.groups?.['link'];
  const { file, line, column } = groups ?? {};
  if (range === undefined || file === undefined || line === undefined) return [];
  const [start, end] = range;
  // Windows' separators are doubled in JSON.
  const place = { start, end, file: file.replaceAll('\\\\', '\\'), line: Number(line) };
  return [column === undefined ? place : { ...place, column: Number(column) }];
}
