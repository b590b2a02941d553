import type { CapacityProviderState } from '@aws-sdk/client-lambda';

import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';

/** Where the service's own words are not known, the API Reference's are used, or those of its answers about functions. */
export const capacityProviderErrors = {
  notFound: (arn: string) => lambdaErrors.notFound(`Capacity provider not found: ${arn}`),
  exists: (arn: string) => lambdaErrors.conflict(`Capacity provider already exist: ${arn}`),
  inState: (state: CapacityProviderState) =>
    lambdaErrors.conflict(
      `The operation cannot be performed at this time. The capacity provider is currently in the following state: ${state}`,
    ),
  inUse: (arn: string, functions: number) =>
    lambdaErrors.conflict(
      `The capacity provider is currently in use by ${functions} functions. ` +
        `To delete this capacity provider, first remove its association with ${arn}.`,
    ),
  tooMany: () =>
    new LambdaError(
      'CapacityProviderLimitExceededException',
      400,
      'The maximum number of capacity providers for your account has been exceeded. For more information, see Lambda quotas',
    ),
  tooManyVersions: () =>
    new LambdaError(
      'FunctionVersionsPerCapacityProviderLimitExceededException',
      400,
      'The maximum number of function versions that can be associated with a single capacity provider has been exceeded. ' +
        'For more information, see Lambda quotas.',
    ),
} as const;
