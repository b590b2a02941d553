import { type FunctionReference, functionArn, type Identity, parseFunctionReference } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';

export type NamedFunction = Pick<FunctionReference, 'name' | 'qualifier'>;

/**
 * What a caller names, by name, partial ARN or ARN, and a qualifier in it or beside it. Throws LambdaError for another Region
 * or account, and for two qualifiers that differ. `action` is IAM's: `GetFunction`, `InvokeFunction` …
 */
export function namedFunction(identity: Identity, action: string, nameOrArn: string, qualifier?: string): NamedFunction {
  const reference = parseFunctionReference(nameOrArn);
  if (reference === undefined) throw lambdaErrors.functionNotFound(functionArn(identity, nameOrArn));
  const { name, region = identity.region, account = identity.account } = reference;
  if (region !== identity.region) {
    throw lambdaErrors.notFound(`Functions from '${region}' are not reachable in this region ('${identity.region}')`);
  }
  if (account !== identity.account) throw accessDenied(identity, action, functionArn({ ...identity, account }, name, reference.qualifier));
  if (qualifier !== undefined && qualifier !== '' && reference.qualifier !== undefined && qualifier !== reference.qualifier) {
    throw lambdaErrors.invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const found = qualifier === undefined || qualifier === '' ? reference.qualifier : qualifier;
  return found === undefined ? { name } : { name, qualifier: found };
}

/** The name for operations on the function as a whole, or on `$LATEST`. */
export function unqualifiedName(identity: Identity, action: string, nameOrArn: string, allowed: 'none' | 'latest'): string {
  const { name, qualifier } = namedFunction(identity, action, nameOrArn);
  if (qualifier === undefined || (allowed === 'latest' && qualifier === latestVersion)) return name;
  throw lambdaErrors.invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
      'Please specify either a function name or an unqualified function ARN.',
  );
}

/** Nobody in the Local region has a policy that lets other accounts in. */
function accessDenied({ partition, account }: Identity, action: string, arn: string): LambdaError {
  return new LambdaError(
    'AccessDeniedException',
    403,
    `User: arn:${partition}:iam::${account}:root is not authorized to perform: lambda:${action} on resource: ${arn} ` +
      `because no resource-based policy allows the lambda:${action} action`,
  );
}
