import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { namedFunction, unqualifiedName } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';
import type { LambdaFunction } from './storedFunction.ts';

/** A function by name and qualifier for reading. Throws LambdaError: not found, among others. */
export function readFunction(
  functions: FunctionStore,
  action: string,
  nameOrArn: string,
  qualifier?: string,
): { readonly fn: LambdaFunction; readonly qualified: boolean } {
  const named = namedFunction(functions.identity, action, nameOrArn, qualifier);
  const fn = functions.get(named.name);
  if (fn !== undefined && (named.qualifier ?? latestVersion) === latestVersion) return { fn, qualified: named.qualifier !== undefined };
  throw lambdaErrors.functionNotFound(functionArn(functions.identity, named.name, named.qualifier));
}

/** A function as a whole, or by `$LATEST` where that is `allowed`. */
export function wholeFunction(
  functions: FunctionStore,
  action: string,
  nameOrArn: string,
  allowed: 'none' | 'latest' = 'none',
): LambdaFunction {
  return existing(functions, unqualifiedName(functions.identity, action, nameOrArn, allowed));
}

export function existing(functions: FunctionStore, name: string): LambdaFunction {
  const fn = functions.get(name);
  if (fn === undefined) throw lambdaErrors.functionNotFound(functionArn(functions.identity, name));
  return fn;
}

/** Throws for a function that a template defines: it is changed there. */
export function refuseTemplate({ version }: LambdaFunction, action: string): void {
  const { origin, settings } = version;
  if (origin.type === 'api') return;
  const { file, line } = origin.position;
  throw lambdaErrors.conflict(
    `${action} cannot change ${settings.FunctionName}, which the workspace defines: ` +
      `${origin.logicalId} in ${file}, line ${line + 1}. Change it there.`,
  );
}

export function checkRevision({ latest }: LambdaFunction, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === latest.revisionId) return;
  throw lambdaErrors.preconditionFailed(
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}

/** Throws where the code of all functions would take more than an account has. */
export function checkCodeStorage(size: number, limit: number): void {
  if (size > limit) throw new LambdaError('CodeStorageExceededException', 400, 'Code storage limit exceeded.');
}
