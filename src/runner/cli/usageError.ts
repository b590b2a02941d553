import { CodedError } from '../../common/codedError.ts';

/** A command line that means nothing. */
export function usageError(message: string): CodedError {
  return new CodedError('USAGE', message);
}
