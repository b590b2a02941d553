import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { reservedVariables } from '../../../lambda/reservedVariables.ts';

const refused = 'Lambda was unable to configure your environment variables because the environment variables you have provided';

/** What environment variables a function may be given. Throws LambdaError, which tells no values. */
export function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((key) => reservedVariables.has(key));
  if (reserved.length > 0) {
    throw lambdaErrors.invalidParameter(
      `${refused} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  // No system passes such a value on to a process.
  const withNul = Object.keys(variables).filter((key) => variables[key]?.includes('\0') === true);
  if (withNul.length > 0) throw lambdaErrors.invalidParameter(`${refused} have a NUL character in the value of: ${withNul.join(', ')}`);
  if (Buffer.byteLength(JSON.stringify(variables)) <= limits.environmentBytes) return;
  // AWS tells the values too; here they are in no error.
  const masked = JSON.stringify(Object.fromEntries(Object.keys(variables).map((key) => [key, '***'])));
  throw lambdaErrors.invalidParameter(`${refused} exceeded the 4KB limit. String measured: ${masked}`);
}
