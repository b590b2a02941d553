import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { functionKey } from '../functionKey.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { FunctionStore } from '../functions/functionStore.ts';

/** What concurrency is provisioned for: a published version, or an alias. */
export interface ProvisionedTarget {
  readonly name: string;
  readonly qualifier: string;
  readonly key: string;
  readonly arn: string;
}

/** Throws LambdaError for another Region or account, for two qualifiers that differ, and with `unpublished` for `$LATEST`. */
export function provisionedTarget(
  identity: Identity,
  action: string,
  input: { readonly FunctionName: string; readonly Qualifier: string },
  unpublished: string,
): ProvisionedTarget {
  const { name, qualifier = latestVersion } = namedFunction(identity, action, input.FunctionName, input.Qualifier);
  if (qualifier === latestVersion) throw lambdaErrors.invalidParameter(unpublished);
  return { name, qualifier, key: functionKey(name, qualifier), arn: functionArn(identity, name, qualifier) };
}

/** Where a configuration is asked for that `$LATEST` cannot have. */
export const notPublished = 'The function resource provided must be an alias or a published version.';

/** Throws LambdaError for a version or alias that is not there, or whose function is not. */
export function checkTarget(functions: FunctionStore, { name, qualifier, arn }: ProvisionedTarget): void {
  if (functions.exists(name, qualifier)) return;
  throw isVersion(qualifier) ? lambdaErrors.functionNotFound(arn) : lambdaErrors.notFound(`Cannot find alias arn: ${arn}`);
}

/** Names of aliases have other characters than digits, and no `$`. */
function isVersion(qualifier: string): boolean {
  return /^(?:\d+|\$.*)$/.test(qualifier);
}
