import { l10n, type Uri } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import { jsonReasonText } from './jsonReasons.ts';

/** An event's text with where it comes from, for messages about it. */
export interface EventText {
  readonly text: string;
  /** Such as a file's name. */
  readonly source: string;
  /** Where it can be mended. */
  readonly uri?: Uri;
  /** Where the text begins in its source, zero-based; absent for its beginning. */
  readonly start?: { readonly line: number; readonly column: number };
}

/** The event as it is sent. Throws CodedError `EVENT_NOT_JSON`, whose details hold `line` and `column` (zero-based, in the source). */
export async function checkedEvent({ text, source, start = { line: 0, column: 0 } }: EventText): Promise<string> {
  const { jsonProblem } = await import('./eventJson.ts');
  const event = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problem = jsonProblem(event);
  if (problem === undefined) return event;
  const line = start.line + problem.line;
  const column = problem.line === 0 ? start.column + problem.column : problem.column;
  throw new CodedError(
    'EVENT_NOT_JSON',
    l10n.t('Not JSON at line {0}, column {1}: {2} ({3}).', line + 1, column + 1, jsonReasonText(problem.reason), source),
    { details: { line, column } },
  );
}
