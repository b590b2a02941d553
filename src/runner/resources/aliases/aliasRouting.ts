import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Operations } from '../../api/operations.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { AliasDocument } from './storedAlias.ts';

/** What an alias stands for. */
export type Routing = Pick<AliasDocument, 'functionVersion' | 'additional'>;

type RoutingConfig = Operations['CreateAlias']['input']['RoutingConfig'];

/** The second version that a request names; undefined for none. Throws LambdaError for more than one. */
export function additionalIn(config: RoutingConfig): AliasDocument['additional'] {
  const weights = Object.entries(config?.AdditionalVersionWeights ?? {});
  if (weights.length > 1) throw lambdaErrors.invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const [first] = weights;
  return first === undefined ? undefined : { version: first[0], weight: first[1] };
}

/** Throws LambdaError where the versions do not go together, or are not there. */
export function checkRouting(functions: FunctionStore, name: string, { functionVersion, additional }: Routing): void {
  if (additional !== undefined && functionVersion === latestVersion) throw latestWithSecond();
  if (additional?.version === functionVersion) {
    throw lambdaErrors.invalidParameter(
      `Invalid function version ${functionVersion}. Function version ${functionVersion} is already included in routing configuration.`,
    );
  }
  for (const version of [functionVersion, ...(additional === undefined ? [] : [additional.version])]) {
    // A number or `$LATEST`, by the request's constraints: no alias.
    if (!functions.exists(name, version)) throw lambdaErrors.functionNotFound(functionArn(functions.identity, name, version));
  }
}

/** Whether invocations of the alias may run the version. */
export function pointsTo({ functionVersion, additional }: AliasDocument, version: string): boolean {
  return functionVersion === version || additional?.version === version;
}

/** AWS says of no other such error that the user made it: the answer has no `Type`. */
function latestWithSecond(): LambdaError {
  const message = '$LATEST is not supported for an alias pointing to more than 1 version';
  return new LambdaError('InvalidParameterValueException', 400, message, { body: { Type: undefined } });
}
