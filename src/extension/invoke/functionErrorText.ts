import * as v from 'valibot';

const Lines = v.optional(v.array(v.string()), []);

/** How runtimes describe a failure: Node.js has `trace`, Python and others `stackTrace`. */
const FunctionFailure = v.object({
  errorType: v.optional(v.string(), ''),
  errorMessage: v.string(),
  trace: v.fallback(Lines, []),
  stackTrace: v.fallback(Lines, []),
});

/** A failed function's answer as a text with its trace line by line, as terminals show it; undefined where it is no such answer. */
export function functionErrorText(payload: string): string | undefined {
  const failure = v.safeParse(v.pipe(v.string(), v.parseJson(), FunctionFailure), payload);
  if (!failure.success) return undefined;
  const { errorType, errorMessage, trace, stackTrace } = failure.output;
  const header = errorType === '' ? errorMessage : `${errorType}: ${errorMessage}`;
  const lines = [...trace, ...stackTrace].flatMap((entry) => entry.trimEnd().split('\n'));
  // Node.js begins its trace with the message, which may have several lines.
  const own = lines.slice(0, header.split('\n').length).join('\n') === header ? [] : [header];
  return [...own, ...lines].join('\n');
}
