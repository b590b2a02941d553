import type { Span } from '../../lambda/logs/platformRecord.ts';
import type { RuntimeAnswer } from './runtimeApi.ts';

interface Running {
  /** Milliseconds since the epoch, and on the monotonic clock. */
  readonly startedAt: number;
  readonly started: number;
  readonly durationMs: number;
}

/**
 * How an invocation's time divides: until the response began, while it was sent, and what the runtime did after it.
 * Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference", platform.runtimeDone.
 */
export function responseSpans(answer: RuntimeAnswer | undefined, { startedAt, started, durationMs }: Running): { spans?: readonly Span[] } {
  if (answer?.answeredAt === undefined) return {};
  const latency = (answer.firstByteAt ?? answer.answeredAt) - started;
  const answered = answer.answeredAt - started;
  const span = (name: string, from: number, to: number): Span => ({
    name,
    start: new Date(startedAt + from).toISOString(),
    durationMs: Math.max(0, to - from),
  });
  return {
    spans: [span('responseLatency', 0, latency), span('responseDuration', latency, answered), span('runtimeOverhead', answered, durationMs)],
  };
}
