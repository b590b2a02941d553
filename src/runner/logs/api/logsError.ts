import { LambdaError } from '../../../lambda/lambdaError.ts';

const refused = (type: string, message: string): LambdaError => new LambdaError(type, 400, message);

/** What CloudWatch Logs answers as errors, with `{"__type", "message"}`. */
export const logsErrors = {
  noGroup: () => refused('ResourceNotFoundException', 'The specified log group does not exist.'),
  noStream: () => refused('ResourceNotFoundException', 'The specified log stream does not exist.'),
  groupExists: () => refused('ResourceAlreadyExistsException', 'The specified log group already exists'),
  streamExists: () => refused('ResourceAlreadyExistsException', 'The specified log stream already exists'),
  invalid: (message: string) => refused('InvalidParameterException', message),
  badToken: () => refused('InvalidParameterException', 'The specified nextToken is invalid.'),
  validation: (message: string) => refused('ValidationException', message),
  serialization: (message: string) => refused('SerializationException', message),
  notServed: (operation: string) => new LambdaError('NotImplementedException', 501, `The Local region does not serve ${operation} of CloudWatch Logs.`),
  tooLarge: (bytes: number) => new LambdaError('RequestEntityTooLargeException', 413, `The request is larger than ${bytes} bytes.`),
  failed: (message = 'The Local region failed. Its log tells why.') => new LambdaError('ServiceUnavailableException', 500, message),
};
