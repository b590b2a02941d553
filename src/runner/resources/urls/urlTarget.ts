import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { functionKey } from '../functionKey.ts';
import { namedFunction } from '../functions/functionReference.ts';

/** What a URL invokes: a function, or one of its aliases. */
export interface UrlTarget {
  readonly name: string;
  readonly alias?: string;
  readonly key: string;
  readonly arn: string;
}

/** Throws LambdaError for another Region or account, and for two qualifiers that differ. */
export function urlTarget(identity: Identity, action: string, nameOrArn: string, given?: string): UrlTarget {
  const { name, qualifier } = namedFunction(identity, action, nameOrArn, given);
  return {
    name,
    ...(qualifier !== undefined && { alias: qualifier }),
    key: functionKey(name, qualifier),
    arn: functionArn(identity, name, qualifier),
  };
}

/** Also for an alias that is missing. */
export function functionMissing(): LambdaError {
  return lambdaErrors.notFound('Function does not exist');
}

export function urlMissing(): LambdaError {
  return lambdaErrors.notFound('The resource you requested does not exist.');
}
