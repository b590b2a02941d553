/** A filter pattern that CloudWatch Logs would not take; the message says why. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

export function invalidCharacters(characters: string): FilterError {
  return new FilterError(`Invalid character(s) in term '${characters}'`);
}
