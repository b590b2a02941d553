import { parseFunctionReference } from '../../../lambda/arn.ts';
import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { FunctionStore } from '../functions/functionStore.ts';

interface Destination {
  readonly Destination?: string | undefined;
}

/** As in requests. */
export interface Destinations {
  readonly OnSuccess?: Destination | undefined;
  readonly OnFailure?: Destination | undefined;
}

/**
 * Services that take outcomes of asynchronous invocations.
 * Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations": S3 takes failures only.
 */
const services = {
  OnSuccess: new Set(['sqs', 'sns', 'lambda', 'events']),
  OnFailure: new Set(['sqs', 'sns', 'lambda', 'events', 's3']),
} as const;

/** Throws LambdaError where a destination cannot be one of the function. */
export function checkDestinations(functions: FunctionStore, name: string, config: Destinations | undefined): void {
  if (config === undefined) return;
  for (const outcome of ['OnSuccess', 'OnFailure'] as const) {
    const arn = config[outcome]?.Destination ?? '';
    if (arn === '') continue;
    const service = serviceOf(arn);
    if (service === undefined || !services[outcome].has(service)) throw unusable(config);
    if (service === 'lambda') checkFunction(functions, name, arn);
  }
}

function checkFunction(functions: FunctionStore, name: string, arn: string): void {
  const { identity } = functions;
  const target = parseFunctionReference(arn);
  const here = target?.region === identity.region && target.account === identity.account;
  if (here && target.name === name) throw lambdaErrors.invalidParameter("You can't specify the function as a destination for itself.");
  if (!here || !functions.exists(target.name, target.qualifier)) {
    throw lambdaErrors.invalidParameter(`The destination ARN ${arn} is invalid.`);
  }
}

function serviceOf(arn: string): string | undefined {
  return /^arn:[^:]+:(?<service>[^:]+):/.exec(arn)?.groups?.['service'];
}

/** In the form in which the service prints a configuration. */
function unusable({ OnSuccess, OnFailure }: Destinations): LambdaError {
  const printed = (outcome: string, destination: Destination | undefined): string =>
    destination === undefined ? 'null' : `${outcome}(destination=${destination.Destination ?? 'null'})`;
  return lambdaErrors.invalidParameter(
    `The provided destination config DestinationConfig(onSuccess=${printed('OnSuccess', OnSuccess)}, ` +
      `onFailure=${printed('OnFailure', OnFailure)}) is invalid.`,
  );
}
