/** The first mistake in a text that should be JSON. */
export interface JsonProblem {
  /** Worded as the service words it, which parses with Jackson. */
  readonly message: string;
  /** Offset of the character that is wrong; the text's length where it ends too early. */
  readonly offset: number;
}

type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const tokens = /\s*(?:(?<value>"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?![\w$]))|(?<mark>[[\]{},:]))/uy;
const jsonSpace = /[ \t\r\n]*/y;

/** Undefined where the text is JSON. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return firstProblem(text);
  }
}

/** Jackson's description of where, as Lambda's answers carry it: one-based. */
export function jacksonLocation(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  return ` at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;
}

/** Walks the tokens until one stands where it may not. */
function firstProblem(text: string): JsonProblem {
  const open: ('[' | '{')[] = [];
  let expected: Expectation = 'value';
  let offset = 0;
  for (;;) {
    tokens.lastIndex = offset;
    const match = tokens.exec(text);
    const after: Expectation | undefined = match === null ? undefined : step(expected, match[0].trim(), open);
    if (match === null || after === undefined) return describe(text, skipSpace(text, offset), expected);
    expected = after;
    offset = tokens.lastIndex;
  }
}

/** What may follow the token; undefined where it may not stand here. Keeps the open brackets. */
function step(expected: Expectation, token: string, open: ('[' | '{')[]): Expectation | undefined {
  const value = expected === 'value' || expected === 'valueOrEnd';
  switch (token) {
    case '[':
    case '{':
      if (!value) return undefined;
      open.push(token);
      return token === '[' ? 'valueOrEnd' : 'keyOrEnd';
    case ']':
      return (expected === 'valueOrEnd' || expected === 'commaOrEnd') && open.at(-1) === '[' ? closed(open) : undefined;
    case '}':
      return (expected === 'keyOrEnd' || expected === 'commaOrEnd') && open.at(-1) === '{' ? closed(open) : undefined;
    case ',':
      if (expected !== 'commaOrEnd') return undefined;
      return open.at(-1) === '[' ? 'value' : 'key';
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    default:
      if (expected === 'key' || expected === 'keyOrEnd') return token.startsWith('"') ? 'colon' : undefined;
      if (!value) return undefined;
      return open.length === 0 ? 'nothing' : 'commaOrEnd';
  }
}

function closed(open: ('[' | '{')[]): Expectation {
  open.pop();
  return open.length === 0 ? 'nothing' : 'commaOrEnd';
}

const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

const wanted: Readonly<Record<Expectation, string>> = {
  value: `expected a valid value ${values}`,
  valueOrEnd: `expected a valid value ${values}`,
  key: 'was expecting double-quote to start field name',
  keyOrEnd: 'was expecting double-quote to start field name',
  colon: 'was expecting a colon to separate field name and value',
  commaOrEnd: 'was expecting comma to separate entries',
  nothing: 'expected no more content',
};

function describe(text: string, offset: number, expected: Expectation): JsonProblem {
  if (offset >= text.length) return { message: 'Unexpected end-of-input', offset: text.length };
  const word = /^[A-Za-z_$][\w$]*/.exec(text.slice(offset, offset + 256))?.[0];
  if (word !== undefined && expected.startsWith('value')) {
    return { message: `Unrecognized token '${word}': was expecting ${values}`, offset };
  }
  return { message: `Unexpected character (${named(text, offset)}): ${wanted[expected]}`, offset };
}

function named(text: string, offset: number): string {
  const code = text.codePointAt(offset) ?? 0;
  const printable = code >= 32 && (code < 127 || code >= 160);
  return printable ? `'${String.fromCodePoint(code)}' (code ${code})` : `(CTRL-CHAR, code ${code})`;
}

function skipSpace(text: string, offset: number): number {
  jsonSpace.lastIndex = offset;
  jsonSpace.exec(text);
  return jsonSpace.lastIndex;
}
