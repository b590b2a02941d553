import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** Where a text stops being JSON, zero-based. */
export interface JsonProblem {
  /** Such as `CommaExpected`. */
  readonly reason: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with an event's text; undefined where it is JSON, as strictly as the service reads it. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const [first] = parseErrors(text);
    const offset = first?.offset ?? 0;
    const before = text.slice(0, offset).split('\n');
    return {
      reason: first === undefined ? 'InvalidSymbol' : printParseErrorCode(first.error),
      offset,
      line: before.length - 1,
      column: before.at(-1)?.length ?? 0,
    };
  }
}

function parseErrors(text: string): readonly ParseError[] {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  return errors.sort((one, other) => one.offset - other.offset);
}
