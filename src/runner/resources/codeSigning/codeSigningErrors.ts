import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';

export const codeSigningErrors = {
  /** To operations on a configuration. Unlike others of its kind it does not say whose fault it was. Source: answers of the service. */
  notFound: (arn: string) =>
    new LambdaError('ResourceNotFoundException', 404, `The Lambda code signing configuration ${arn} can not be found.`, {
      body: { Type: undefined },
    }),
  /** To operations on a function. */
  notThere: (arn: string) =>
    new LambdaError(
      'CodeSigningConfigNotFoundException',
      404,
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    ),
  /** To whatever brings a container image and code signing together. */
  image: () => lambdaErrors.invalidParameter('Code signing is not supported for functions created with container images.'),
  /** AWS's own words for it are not known; its documentation says that there is such an answer. */
  attached: (arn: string, functions: number) =>
    lambdaErrors.conflict(
      `The Lambda code signing configuration ${arn} can not be deleted while functions use it: ${functions}. ` +
        'Remove it from them with DeleteFunctionCodeSigningConfig first.',
    ),
} as const;
