import { LambdaError } from '../../lambda/lambdaError.ts';

/**
 * The answer to a part of a served operation that is not served itself: as that to an operation that is not. `instead` is a
 * whole sentence.
 */
export function notServed(what: string, instead?: string): LambdaError {
  const text = `The Local region does not serve ${what} yet.`;
  return new LambdaError('NotImplementedException', 501, instead === undefined ? text : `${text} ${instead}`);
}
