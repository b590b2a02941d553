import type { Identity } from '../../../lambda/arn.ts';
import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';

/** What the service answers about layers. */
export const layerErrors = {
  notFound: () => lambdaErrors.notFound('The resource you requested does not exist.'),
  versionBelowOne: () => lambdaErrors.invalidParameter('Layer Version Cannot be less than 1'),
  /** To operations on a version's policy. */
  versionNotFound: (arn: string) => lambdaErrors.notFound(doesNotExist(arn)),
  /** To a function that is to have it. */
  unknownToFunction: (arn: string) => lambdaErrors.invalidParameter(doesNotExist(arn)),
  noPolicy: () => lambdaErrors.notFound('No policy is associated with the given resource.'),
  noStatement: (sid: string) => lambdaErrors.notFound(`Statement ${sid} is not found in resource policy.`),
  statementExists: (sid: string) =>
    lambdaErrors.conflict(
      `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    ),
  policyRevision: () =>
    lambdaErrors.preconditionFailed(
      'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
    ),
  policyTooLong: (bytes: number, limit: number) =>
    new LambdaError('PolicyLengthExceededException', 400, `The final policy size (${bytes}) is bigger than the limit (${limit}).`),
  /** Nobody in the Local region has a policy that lets it into other accounts. `action` is IAM's: `GetLayerVersion` … */
  accessDenied: ({ partition, account }: Identity, action: string, arn: string) =>
    new LambdaError(
      'AccessDeniedException',
      403,
      `User: arn:${partition}:iam::${account}:root is not authorized to perform: lambda:${action} on resource: ${arn} ` +
        `because no resource-based policy allows the lambda:${action} action`,
    ),
};

function doesNotExist(arn: string): string {
  return `Layer version ${arn} does not exist.`;
}
