import { CodedError } from '../common/codedError.ts';

/** Throws as a call that was cancelled does. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CodedError('cancelled', 'Cancelled.');
}
