import { LambdaError } from '../../lambda/lambdaError.ts';

const notFound = (message: string): LambdaError => new LambdaError('ResourceNotFoundException', 404, message);
const invalid = (message: string): LambdaError => new LambdaError('ValidationException', 400, message);

/** What the signing service answers as errors. AWS Signer's types and statuses; its words are not public, but for those of its model. */
export const signerErrors = {
  invalid,
  noProfile: (name: string) => notFound(`The signing profile ${name} does not exist.`),
  noProfileVersion: (name: string, version: string) => notFound(`The signing profile ${name} has no version ${version}.`),
  noJob: (id: string) => notFound(`The signing job ${id} does not exist.`),
  noPlatform: (id: string) => notFound(`The signing platform ${id} does not exist.`),
  otherPlatform: (id: string) => invalid(`The Local region signs for AWSLambda-SHA384-ECDSA only, not for ${id}.`),
  /** A name is used once. Source: AWS Signer Developer Guide, "Create a signing profile". */
  profileEnded: (name: string, status: string) => invalid(`The signing profile ${name} is ${status}: its name cannot be used again. Choose another.`),
  notActive: (name: string, status: string) => invalid(`The signing profile ${name} is ${status}: it signs nothing any more. Use an active one.`),
  badValidity: () => invalid('The signature validity period is at least one day and at most 135 months.'),
  /** Source, as of the next: AWS Signer Developer Guide, "Revocation". */
  futureRevocation: () => invalid('The effective time of a revocation cannot be in the future.'),
  laterRevocation: () => invalid('The effective time of a revocation can be changed to an earlier time only.'),
  notSigned: (id: string) => invalid(`The signing job ${id} has made no signature that could be revoked.`),
  badToken: () => invalid('The nextToken is not one that this list gave.'),
  otherAccount: (account: string) => new LambdaError('AccessDeniedException', 403, `The Local region has nothing of account ${account}.`),
  noS3: () =>
    invalid(
      'There is no S3 in the Local region to take packages from. Send the zip itself: POST /signing-jobs/with-archive?profileName=NAME with it as the body answers the signed zip.',
    ),
  /** `reason` as a job that failed has it. */
  jobFailed: (reason: string, jobId: string) => new LambdaError('ValidationException', 400, reason, { headers: { 'x-signer-job-id': jobId } }),
  tooLarge: (bytes: number) => new LambdaError('RequestEntityTooLargeException', 413, `A package to be signed has at most ${bytes} bytes.`),
  tooLargeRequest: (bytes: number) => new LambdaError('RequestEntityTooLargeException', 413, `The request is larger than ${bytes} bytes.`),
  serialization: (message: string) => new LambdaError('SerializationException', 400, message),
  notServed: (operation: string) => new LambdaError('NotImplementedException', 501, `The Local region does not serve ${operation} of AWS Signer.`),
  failed: (message = 'The Local region failed. Its log tells why.') => new LambdaError('InternalServiceErrorException', 500, message),
};
