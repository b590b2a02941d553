import { functionArn } from '../../../lambda/arn.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { namedFunction, unqualifiedName } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';
import type { LambdaFunction } from './storedFunction.ts';

/** A version for reading, and the ARN by which the caller named it. */
export interface ReadFunction {
  readonly fn: LambdaFunction;
  readonly arn: string;
}

/** A version by name and qualifier for reading. Rejects with LambdaError: not found, among others. */
export async function readFunction(functions: FunctionStore, action: string, nameOrArn: string, given?: string): Promise<ReadFunction> {
  const { name, qualifier } = namedFunction(functions.identity, action, nameOrArn, given);
  const arn = functionArn(functions.identity, name, qualifier);
  const fn = await functions.find(name, qualifier);
  if (fn === undefined) throw lambdaErrors.functionNotFound(arn);
  return { fn, arn };
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

/** Throws while the function is created or updated: one change at a time. */
export function refuseInTransition({ life }: FunctionStore, { version }: LambdaFunction): void {
  const moment = life.of(version.arn);
  if (moment?.transition === 'creating') throw lambdaErrors.inState('Pending');
  if (moment?.transition === 'updating') {
    throw lambdaErrors.conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${version.arn}`,
    );
  }
}

export function checkRevision({ configuration }: LambdaFunction, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === configuration.revisionId) return;
  throw lambdaErrors.preconditionFailed(
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
}

/** Throws where the code of all functions would take more than an account has. */
export function checkCodeStorage(size: number, limit: number): void {
  if (size > limit) throw new LambdaError('CodeStorageExceededException', 400, 'Code storage limit exceeded.');
}
