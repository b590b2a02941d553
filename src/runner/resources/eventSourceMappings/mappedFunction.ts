import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { FunctionStore } from '../functions/functionStore.ts';

/** The ARN of the function that a mapping invokes, with the version or alias that its caller named. Throws LambdaError. */
export function mappedFunction(functions: FunctionStore, action: string, nameOrArn: string): string {
  const { name, qualifier } = namedFunction(functions.identity, action, nameOrArn);
  // Not a 404, as for other operations.
  if (!functions.exists(name, qualifier)) throw lambdaErrors.invalidParameter('Function does not exist');
  return functionArn(functions.identity, name, qualifier);
}
