export interface NewTrace {
  /** Whether the function traces actively: then what its callers did not decide is sampled. */
  readonly active: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** So many random hexadecimal digits. */
  readonly hex: (digits: number) => string;
}

/**
 * The trace header that a handler sees: the caller's, with what it lacks, or a new one.
 * Source: AWS X-Ray Developer Guide, "Tracing header"; AWS Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray".
 */
export function traceIdOf(given: string | readonly string[] | undefined, { active, now, hex }: NewTrace): string {
  // Most callers send none.
  const { root, parent, sampled } = typeof given === 'string' ? partsOf(given) : nothing;
  const decision = sampled ?? (active ? '1' : '0');
  return `Root=${root ?? newRoot(now, hex)};Parent=${parent ?? hex(16)};Sampled=${decision}`;
}

/** The trace alone, without the span and the decision: `Root=…`. */
export function traceRoot(traceId: string): string {
  return traceId.slice(0, traceId.indexOf(';'));
}

interface Parts {
  readonly root?: string | undefined;
  readonly parent?: string | undefined;
  readonly sampled?: string | undefined;
}

const nothing: Parts = {};

function partsOf(header: string): Parts {
  const part = (pattern: RegExp): string | undefined => pattern.exec(header)?.[1];
  return {
    root: part(/(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/i),
    parent: part(/(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/i),
    sampled: part(/(?:^|;)\s*Sampled=([01])(?:;|$)/i),
  };
}

/** Its version, the second in which it began, and what makes it one of its kind. */
function newRoot(now: number, hex: NewTrace['hex']): string {
  return `1-${Math.floor(now / 1000).toString(16).padStart(8, '0')}-${hex(24)}`;
}
