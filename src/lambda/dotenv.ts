import { reservedVariables } from './reservedVariables.ts';

export interface DotenvProblem {
  /** From 1. */
  readonly line: number;
  /** A sentence that tells no value. */
  readonly message: string;
}

export interface Dotenv {
  /** Of a name that is there twice, the last. */
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly DotenvProblem[];
}

/**
 * Reads a `.env` file as the tools that read them agree: `NAME=value` lines, `export` before them or not, blanks around the `=`, comments
 * on lines of their own and behind values (after a blank, where the value has no quotes), values in single quotes as they stand, in double
 * quotes with `\n`, `\r`, `\t`, `\"`, `\$` and `\\`, both over several lines. A `$` stands for itself: nothing is put in for it.
 * Names are those that Lambda takes for a function's variables.
 */
export function parseDotenv(text: string): Dotenv {
  const variables = new Map<string, string>();
  const problems: DotenvProblem[] = [];
  const source = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  for (const statement of statements(source)) {
    const problem = statement.problem ?? problemOf(statement);
    if (problem === undefined) variables.set(statement.name, statement.value);
    else problems.push({ line: statement.line, message: problem });
  }
  return { variables: Object.fromEntries(variables), problems };
}

interface Statement {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly problem?: string;
}

const blank = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const assignment = /[^\S\n]*(?:export[^\S\n]+)?([^\s=#'"]+)[^\S\n]*=/y;
/** What stands behind the `=`; the first that matches. A comment begins behind a blank. */
const values: readonly { readonly pattern: RegExp; readonly read: (inner: string) => string }[] = [
  { pattern: /[^\S\n]*'([^']*)'/y, read: (inner) => inner },
  { pattern: /[^\S\n]*"((?:[^"\\]+|\\[^])*)"/y, read: unescaped },
  { pattern: /(?![^\S\n]*["'])([^\n]*)/y, read: (inner) => inner.replace(/\s#.*$/, '').trim() },
];
const restOfLine = /[^\n]*(?:\n|$)/y;

function* statements(source: string): Generator<Statement> {
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    line += match[0].split('\n').length - 1;
    return match;
  };
  while (at < source.length) {
    if (take(blank) !== undefined) continue;
    const begins = line;
    const name = take(assignment)?.[1];
    if (name === undefined) {
      take(restOfLine);
      yield { line: begins, name: '', value: '', problem: 'It is not NAME=value.' };
      continue;
    }
    const value = readValue(take);
    const ended = value !== undefined && take(blank) !== undefined;
    if (!ended) take(restOfLine);
    const problem = value === undefined ? `The quote of ${shown(name)} is not closed.` : `Something follows the quoted value of ${shown(name)}.`;
    yield { line: begins, name, value: value ?? '', ...(!ended && { problem }) };
  }
}

function readValue(take: (pattern: RegExp) => RegExpExecArray | undefined): string | undefined {
  for (const { pattern, read } of values) {
    const match = take(pattern);
    if (match !== undefined) return read(match[1] ?? '');
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

/** What is no escape stays as it stands. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([^])/g, (whole, letter: string) => (Object.hasOwn(escapes, letter) ? (escapes[letter] ?? whole) : whole));
}

function problemOf({ name, value }: Statement): string | undefined {
  if (reservedVariables.has(name)) return `Lambda sets ${name} itself; a function cannot.`;
  if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) {
    return `${shown(name)} is no name for an environment variable: it takes two or more letters, digits and _, the first of them a letter.`;
  }
  // No system passes a NUL character on to a process.
  return value.includes('\0') ? `The value of ${name} has a NUL character, which no process can be given.` : undefined;
}

/** What stands before the `=` may be a part of a secret where a line was broken: no more of it than a name has. */
function shown(name: string): string {
  return /^\w{1,64}$/.test(name) ? name : 'What stands before the =';
}
