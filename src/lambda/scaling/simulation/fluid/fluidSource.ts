import type { InvocationSource } from '../scenario.ts';
import { asyncFlow } from './asyncFlow.ts';
import { queueFlow } from './queueFlow.ts';
import { streamFlow } from './streamFlow.ts';
import type { Span } from './fluidFunction.ts';

/** What became of the invocations that a source asked for, in amounts. */
export interface FlowOutcome {
  readonly admitted: number;
  readonly refused: number;
}

/** Who invokes, as flows. */
export interface FluidSource {
  /** How many invocations are tried in the step, for so many arrivals in it. `inUse`: environments at work when it begins. */
  tried(arrivals: number, inUse: number, span: Span): number;
  settle(outcome: FlowOutcome, span: Span): void;
  /** What is at work at once at most. */
  readonly ceiling: number;
  readonly waiting: number;
  readonly dropped: number;
  /** Age of the oldest that waits, in seconds. */
  age(now: number): number;
}

/** What a source needs to know of its function and the scenario. Seconds. */
export interface SourceFunction {
  readonly seconds: number;
  /** Of an invocation. */
  readonly workSeconds: number;
  /** Share that does not succeed. */
  readonly failures: number;
  /** A reservation of 0. */
  readonly closed: boolean;
}

export function fluidSource(source: InvocationSource | undefined, fn: SourceFunction): FluidSource {
  switch (source?.type) {
    case 'async':
      return asyncFlow(source, fn);
    case 'sqs':
      return queueFlow(source, fn);
    case 'stream':
      return streamFlow(source, fn);
    case 'sync':
    case undefined:
      return { tried: (arrivals) => arrivals, settle: () => {}, ceiling: Number.POSITIVE_INFINITY, waiting: 0, dropped: 0, age: () => 0 };
  }
}
