import { LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { SignatureCheck } from '../../../lambda/signing/verification.ts';

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
  /**
   * To a deployment. The model has InvalidCodeSignatureException for a package that was changed; the service answers this type for it
   * too. `part`: the ARN of the function or the layer version; a function that is being made is named, as it has no ARN yet.
   */
  refused: (check: SignatureCheck, part: string) =>
    new LambdaError(
      'CodeVerificationFailedException',
      400,
      `Lambda cannot deploy the function. ${findings[check]} Check the provided signature for ${part}.`,
    ),
} as const;

/** Source of the first two: answers of the service. Of the others AWS's own words are not known. */
const findings: Readonly<Record<SignatureCheck, string>> = {
  integrity:
    'The function or layer code is not properly signed. ' +
    'This can mean that the code was signed incorrectly or modified after it was signed.',
  mismatch: 'The function or layer might be signed using a signature that the client is not configured to accept.',
  expiry: 'The function or layer is signed using a signature that has expired.',
  revocation: 'The function or layer is signed using a signature that has been revoked.',
};
