import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';

import { functionArn, type Identity } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { functionKey } from '../functionKey.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { EventInvokeConfigDocument } from './storedEventInvokeConfig.ts';

/** Whose asynchronous invocations a configuration is for. */
export interface EventInvokeTarget {
  readonly name: string;
  /** An alias, a number or `$LATEST`. */
  readonly qualifier: string;
  readonly key: string;
  /** With the qualifier, `$LATEST` too. */
  readonly arn: string;
}

/** Throws LambdaError for another Region or account, and for two qualifiers that differ. */
export function eventInvokeTarget(identity: Identity, action: string, nameOrArn: string, given: string | undefined): EventInvokeTarget {
  const { name, qualifier = latestVersion } = namedFunction(identity, action, nameOrArn, given);
  return { name, qualifier, key: functionKey(name, qualifier), arn: functionArn(identity, name, qualifier) };
}

export function eventInvokeAnswer(arn: string, document: EventInvokeConfigDocument): FunctionEventInvokeConfig {
  const { maximumRetryAttempts, maximumEventAgeInSeconds, onSuccess, onFailure, lastModified } = document;
  return {
    LastModified: new Date(lastModified),
    FunctionArn: arn,
    ...(maximumRetryAttempts !== undefined && { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    // Both are there, with nothing in them where there is no destination.
    DestinationConfig: {
      OnSuccess: { ...(onSuccess !== undefined && { Destination: onSuccess }) },
      OnFailure: { ...(onFailure !== undefined && { Destination: onFailure }) },
    },
  };
}

export function functionMissing(): LambdaError {
  return lambdaErrors.notFound("The function doesn't exist.");
}

/** Also where there is no such function. */
export function configMissing(arn: string): LambdaError {
  return lambdaErrors.notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
}
