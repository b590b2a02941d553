import { CodedError, messageOf } from '../../common/codedError.ts';

/** A command line that means nothing. */
export function usageError(message: string): CodedError {
  return new CodedError('USAGE', message);
}

/** What `parse` gives; what it throws is an error of usage. */
export function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw usageError(messageOf(error));
  }
}
