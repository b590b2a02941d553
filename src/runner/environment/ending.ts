import { assertNever } from '../../common/assertNever.ts';
import type { InvocationOutcome } from '../../protocol/runner.ts';
import { type FunctionFailure, failurePayload, responseTooLarge, runtimeExited, runtimeNotStarted, timedOut } from './functionErrors.ts';
import type { InitOutcome, RunOutcome } from './runtimeProcess.ts';

/** How far an invocation came. */
export type Execution = RunOutcome | Exclude<InitOutcome, { type: 'ready' }> | { readonly type: 'timedOut' };

/** What the caller receives, and what the report says. */
export interface Ending {
  readonly payload: Buffer;
  readonly outcome: InvocationOutcome;
  readonly errorType?: string;
}

export function endingOf(execution: Execution, requestId: string, timeoutMs: number): Ending {
  switch (execution.type) {
    case 'answered':
      if (execution.answer.tooLarge === true) return failed('error', responseTooLarge());
      if (execution.answer.errorType === undefined) return { payload: execution.answer.body, outcome: 'success' };
      return { payload: execution.answer.body, outcome: 'error', errorType: execution.answer.errorType };
    case 'failed':
      return { payload: execution.answer.body, outcome: 'initError', errorType: execution.answer.errorType ?? 'Runtime.Unknown' };
    case 'exited':
      if (execution.cause.type === 'notStarted') return notStarted(requestId, execution.cause.message);
      return failed('crash', runtimeExited(requestId, execution.cause));
    case 'timedOut':
      return failed('timeout', timedOut(requestId, timeoutMs));
    default:
      return assertNever(execution);
  }
}

export function notStarted(requestId: string, reason: string): Ending {
  return failed('initError', runtimeNotStarted(requestId, reason));
}

/** Whether the runtime lives on after it and asks for its next invocation. */
export function runtimeLivesOn(ending: Ending): boolean {
  return ending.outcome === 'success' || ending.outcome === 'error';
}

/** The report's `Status` and `Error Type`: an error that the handler itself answered has none. */
export function failureOf(ending: Ending): { failure?: { status: 'timeout' | 'error'; errorType?: string } } {
  if (runtimeLivesOn(ending)) return {};
  if (ending.outcome === 'timeout') return { failure: { status: 'timeout' } };
  return { failure: { status: 'error', ...(ending.errorType !== undefined && { errorType: ending.errorType }) } };
}

function failed(outcome: InvocationOutcome, failure: FunctionFailure): Ending {
  return { payload: failurePayload(failure), outcome, errorType: failure.errorType };
}
