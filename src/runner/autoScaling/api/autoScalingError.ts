import { LambdaError } from '../../../lambda/lambdaError.ts';
import { lambdaNamespace, provisionedConcurrencyDimension } from './resourceId.ts';

const refused = (type: string, message: string): LambdaError => new LambdaError(type, 400, message);

const about = (resourceId: string): string =>
  `service namespace: ${lambdaNamespace}, resource ID: ${resourceId}, scalable dimension: ${provisionedConcurrencyDimension}`;

/** What Application Auto Scaling answers as errors, with `{"__type", "Message"}`. */
export const autoScalingErrors = {
  invalid: (message: string) => refused('ValidationException', message),
  unsupported: () => refused('ValidationException', 'Unsupported service namespace, resource type or scalable dimension'),
  /** What Lambda says of the version or alias. */
  badResource: (resourceId: string, reason: string) =>
    refused(
      'ValidationException',
      `Validation failed for resource: ${resourceId}, scalable dimension: ${provisionedConcurrencyDimension}. Reason: ${reason}`,
    ),
  /** Of what needs a target. */
  notRegistered: (resourceId: string) => refused('ObjectNotFoundException', `No scalable target registered for ${about(resourceId)}`),
  /** Of what is about the target itself. */
  noTarget: (resourceId: string) => refused('ObjectNotFoundException', `No scalable target found for ${about(resourceId)}`),
  noPolicy: (resourceId: string, name: string) =>
    refused('ObjectNotFoundException', `No scaling policy found for ${about(resourceId)}, policy name: ${name}`),
  noAction: (resourceId: string, name: string) =>
    refused('ObjectNotFoundException', `No scheduled action found for ${about(resourceId)}, scheduled action name: ${name}`),
  noArn: (arn: string) => refused('ResourceNotFoundException', `The specified resource doesn't exist: ${arn}`),
  limitExceeded: (message: string) => refused('LimitExceededException', message),
  tooManyTags: () => refused('TooManyTagsException', 'A scalable target can have 50 tags.'),
  concurrentUpdate: () => refused('ConcurrentUpdateException', 'You already have a pending update to an Auto Scaling resource.'),
  badToken: () => refused('InvalidNextTokenException', 'The next token supplied was invalid.'),
  serialization: (message: string) => refused('SerializationException', message),
  notServed: (operation: string) =>
    new LambdaError('NotImplementedException', 501, `The Local region does not serve ${operation} of Application Auto Scaling.`),
  tooLarge: (bytes: number) => new LambdaError('RequestEntityTooLargeException', 413, `The request is larger than ${bytes} bytes.`),
  failed: (message = 'The Local region failed. Its log tells why.') => new LambdaError('InternalServiceException', 500, message),
};
