import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';

const reasons = [
  'InvalidSymbol',
  'InvalidNumberFormat',
  'PropertyNameExpected',
  'ValueExpected',
  'ColonExpected',
  'CommaExpected',
  'CloseBraceExpected',
  'CloseBracketExpected',
  'EndOfFileExpected',
  'InvalidCommentToken',
  'UnexpectedEndOfComment',
  'UnexpectedEndOfString',
  'UnexpectedEndOfNumber',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
] as const;
export type JsonReason = (typeof reasons)[number];

/** Where a text stops being JSON, zero-based. */
export interface JsonProblem {
  readonly reason: JsonReason;
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
    const before = text.slice(0, first?.offset ?? 0).split('\n');
    const printed = first === undefined ? undefined : printParseErrorCode(first.error);
    return {
      reason: reasons.find((reason) => reason === printed) ?? 'InvalidSymbol',
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
