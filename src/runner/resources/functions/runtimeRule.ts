import { Runtime } from '@aws-sdk/client-lambda';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { enumeratedRuntimes, retiredRuntimes } from '../../../lambda/runtimes.ts';

/** Those that came since the service's enumeration was recorded are known from the SDK. */
const known: ReadonlySet<string> = new Set<string>([...enumeratedRuntimes, ...Object.values(Runtime)]);

/** Which runtimes functions may be created with, or changed to. Throws LambdaError. */
export function checkRuntime(runtime: string): void {
  if (retiredRuntimes.has(runtime)) {
    throw lambdaErrors.invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    );
  }
  if (known.has(runtime)) return;
  throw lambdaErrors.invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${enumeratedRuntimes.join(', ')}] or be a valid ARN`,
  );
}
