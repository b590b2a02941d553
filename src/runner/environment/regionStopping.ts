import { LambdaError } from '../../lambda/lambdaError.ts';

/** The answer for an invocation that comes, or waits for its environment, while the region stops. */
export function regionStopping(): LambdaError {
  return new LambdaError('ServiceException', 503, 'The Local region is stopping.');
}
