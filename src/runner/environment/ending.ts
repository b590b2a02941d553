import { assertNever } from '../../common/assertNever.ts';
import type { PlatformStatus } from '../../lambda/logs/platformRecord.ts';
import type { InvocationOutcome } from '../../protocol/runner.ts';
import type { ExitCause } from '../sandbox/exitCause.ts';
import {
  extensionFailed,
  type FunctionFailure,
  failurePayload,
  responseTooLarge,
  runtimeExited,
  runtimeNotStarted,
  temporaryStorageExceeded,
  timedOut,
} from './functionErrors.ts';
import type { RuntimeAnswer } from './runtimeApi.ts';
import type { Fall, InitOutcome, RunOutcome } from './runtimeDomain.ts';

/** How far an invocation came. */
export type Execution =
  | RunOutcome
  | Extract<InitOutcome, { type: 'failed' }>
  | { readonly type: 'timedOut' }
  /** /tmp holds more than its size, both in bytes. */
  | { readonly type: 'temporaryFull'; readonly held: number; readonly size: number };

/** What the caller receives, and what the report says. */
export interface Ending {
  readonly payload: Buffer;
  readonly outcome: InvocationOutcome;
  readonly errorType?: string;
  /** As reports have it, where that is another. */
  readonly reportedErrorType?: string;
  readonly answer?: RuntimeAnswer;
}

export function endingOf(execution: Execution, requestId: string, timeoutMs: number): Ending {
  switch (execution.type) {
    case 'answered':
      return answered(execution.answer);
    case 'failed':
      return { payload: execution.answer.body, outcome: 'initError', errorType: execution.answer.errorType ?? 'Runtime.Unknown' };
    case 'exited':
    case 'extension':
      return fallen(execution, requestId);
    case 'timedOut':
      return failed('timeout', timedOut(requestId, timeoutMs));
    case 'temporaryFull':
      return failed('crash', temporaryStorageExceeded(requestId, execution.held, execution.size));
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

/** `Status` and `Error Type` of reports: an error that the handler itself answered has none. */
export function reportedStatus(ending: Ending): { status: PlatformStatus; errorType?: string } {
  if (runtimeLivesOn(ending)) return { status: 'success' };
  if (ending.outcome === 'timeout') return { status: 'timeout' };
  const errorType = ending.reportedErrorType ?? ending.errorType;
  return { status: ending.outcome === 'crash' ? 'failure' : 'error', ...(errorType !== undefined && { errorType }) };
}

/** The error type of an initialisation, or a run, that ended without an answer, as reports have it. */
export function fallenErrorType(fall: Fall): string {
  return fall.type === 'extension' ? fall.failure.errorType : exitErrorType(fall.cause);
}

function answered(answer: RuntimeAnswer): Ending {
  if (answer.tooLarge === true) return { ...failed('error', responseTooLarge()), answer };
  if (answer.errorType === undefined) return { payload: answer.body, outcome: 'success', answer };
  return { payload: answer.body, outcome: 'error', errorType: answer.errorType, answer };
}

function fallen(fall: Fall, requestId: string): Ending {
  if (fall.type === 'extension') return failed('crash', extensionFailed(requestId, fall.failure));
  if (fall.cause.type === 'notStarted') return notStarted(requestId, fall.cause.message);
  return { ...failed('crash', runtimeExited(requestId, fall.cause)), reportedErrorType: exitErrorType(fall.cause) };
}

function exitErrorType(cause: ExitCause): string {
  if (cause.type === 'notStarted') return 'Runtime.InvalidEntrypoint';
  return cause.type === 'outOfMemory' ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
}

function failed(outcome: InvocationOutcome, failure: FunctionFailure): Ending {
  return { payload: failurePayload(failure), outcome, errorType: failure.errorType };
}
