import { LambdaError, lambdaErrors } from '../lambdaError.ts';
import { limits } from '../limits.ts';

/** What the service answers to code archives that it does not take. */
export const packageErrors = {
  zippedTooLarge: () =>
    new LambdaError('RequestEntityTooLargeException', 413, `Zipped size must be smaller than ${limits.zippedCodeBytes} bytes`),
  unzippedTooLarge: () => lambdaErrors.invalidParameter(`Unzipped size must be smaller than ${limits.unzippedCodeBytes} bytes`),
  empty: () => lambdaErrors.invalidParameter('Uploaded file must be a non-empty zip'),
  /** `reason`, a whole sentence, is ours: the service gives none. */
  broken: (reason?: string) => {
    const text = 'Could not unzip uploaded file. Please check your file, then try to upload again.';
    return lambdaErrors.invalidParameter(reason === undefined ? text : `${text} ${reason}`);
  },
};
