import { limits } from '../../lambda/limits.ts';
import { type ExitCause, exitText } from '../sandbox/exitCause.ts';
import type { ExtensionFailure } from './extensions/extensions.ts';

/** What a caller receives when a function fails without an answer of its own. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
}

export function timedOut(requestId: string, timeoutMs: number): FunctionFailure {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}

export function runtimeExited(requestId: string, cause: ExitCause): FunctionFailure {
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${exitText(cause)}` };
}

export function runtimeNotStarted(requestId: string, reason: string): FunctionFailure {
  return { errorType: 'Runtime.InvalidEntrypoint', errorMessage: `RequestId: ${requestId} Error: ${reason}` };
}

export function extensionFailed(requestId: string, { errorType, message }: ExtensionFailure): FunctionFailure {
  return { errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` };
}

/** On Lambda the write itself fails, with ENOSPC; here what was written is seen a moment later. */
export function temporaryStorageExceeded(requestId: string, held: number, size: number): FunctionFailure {
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  return {
    errorType: 'Sandbox.NoSpaceLeft',
    errorMessage:
      `RequestId: ${requestId} Error: ENOSPC: no space left on device: /tmp holds ${megabytes(held)} MB, ` +
      `more than the function's ephemeral storage of ${megabytes(size)} MB`,
  };
}

/** A streamed response broke off, and its runtime went on. */
export function responseTruncated(requestId: string): FunctionFailure {
  return { errorType: 'Runtime.TruncatedResponse', errorMessage: `RequestId: ${requestId} Error: Response was truncated` };
}

export function responseTooLarge(): FunctionFailure {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${limits.responseBytes} bytes).`,
  };
}

export function failurePayload(failure: FunctionFailure): Buffer {
  return Buffer.from(JSON.stringify({ errorType: failure.errorType, errorMessage: failure.errorMessage }));
}

const errorTypePattern = /^(?:Runtime|Function)\.[A-Z][a-zA-Z]+$/;

/** The error type as the service records it: what a runtime may not claim becomes `Runtime.Unknown` or `Function.Unknown`. */
export function normalizedErrorType(claimed: string | undefined): string {
  if (claimed !== undefined && errorTypePattern.test(claimed)) return claimed;
  return claimed?.startsWith('Function.') === true ? 'Function.Unknown' : 'Runtime.Unknown';
}
