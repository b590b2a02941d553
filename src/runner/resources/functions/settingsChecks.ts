import { Runtime } from '@aws-sdk/client-lambda';

import type { Identity } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { reservedVariables } from '../../../lambda/reservedVariables.ts';
import { creatableRuntimes } from '../../../lambda/runtimes.ts';
import type { SettingsInput } from './changedConfiguration.ts';

/**
 * What the service checks of settings beyond the model's constraints, in the order in which it tells. Throws LambdaError.
 */
export function checkSettings(identity: Identity, input: SettingsInput): void {
  const { Environment: environment, Layers: layers, Runtime: runtime } = input;
  if (environment?.Variables !== undefined) checkEnvironment(environment.Variables);
  if (layers !== undefined) checkLayers(identity, layers);
  if (runtime !== undefined) checkRuntime(runtime);
  for (const { member, value, maximum } of ceilings(input)) {
    if (value !== undefined && value > maximum) {
      throw lambdaErrors.invalidParameter(
        `'${member}' value failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
      );
    }
  }
}

/** The model's constraints are those of functions on managed instances, which may have more. */
function ceilings(
  input: SettingsInput,
): readonly { readonly member: string; readonly value: number | undefined; readonly maximum: number }[] {
  return [
    { member: 'Timeout', value: input.Timeout, maximum: limits.timeoutSeconds.maximum },
    { member: 'MemorySize', value: input.MemorySize, maximum: limits.memoryMegabytes.maximum },
    { member: 'EphemeralStorage', value: input.EphemeralStorage?.Size, maximum: limits.ephemeralStorageMegabytes.maximum },
  ];
}

const environmentRefused = 'Lambda was unable to configure your environment variables because the environment variables you have provided';

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((key) => reservedVariables.has(key));
  if (reserved.length > 0) {
    throw lambdaErrors.invalidParameter(
      `${environmentRefused} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  // No system passes such a value on to a process.
  const withNul = Object.keys(variables).filter((key) => variables[key]?.includes('\0') === true);
  if (withNul.length > 0) throw lambdaErrors.invalidParameter(`${environmentRefused} have a NUL character in the value of: ${withNul.join(', ')}`);
  if (Buffer.byteLength(JSON.stringify(variables)) <= limits.environmentBytes) return;
  // AWS tells the values too; here they are in no error.
  const masked = JSON.stringify(Object.fromEntries(Object.keys(variables).map((key) => [key, '***'])));
  throw lambdaErrors.invalidParameter(`${environmentRefused} exceeded the 4KB limit. String measured: ${masked}`);
}

function checkLayers(identity: Identity, layers: readonly string[]): void {
  if (layers.length > limits.layersPerFunction) {
    throw lambdaErrors.invalidParameter(`Cannot reference more than ${limits.layersPerFunction} layers.`);
  }
  const versions = new Map<string, string>();
  for (const arn of layers) {
    const [, , , region, account] = arn.split(':');
    if (region !== '' && region !== identity.region) {
      throw lambdaErrors.invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${identity.region}.`,
      );
    }
    // No layer can be made here yet.
    if (account === identity.account) throw lambdaErrors.invalidParameter(`Layer version ${arn} does not exist.`);
    const layer = arn.slice(0, arn.lastIndexOf(':'));
    const other = versions.get(layer);
    if (other !== undefined) {
      throw lambdaErrors.invalidParameter(
        'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
          `${other} and ${arn} are versions of the same layer.`,
      );
    }
    versions.set(layer, arn);
  }
}

/** Once accepted, and never again; what is neither this nor creatable is unknown to the service. */
const knownRuntimes: ReadonlySet<string> = new Set<string>(Object.values(Runtime));

function checkRuntime(runtime: string): void {
  if (creatableRuntimes.includes(runtime)) return;
  if (knownRuntimes.has(runtime)) {
    throw lambdaErrors.invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    );
  }
  throw lambdaErrors.invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${creatableRuntimes.join(', ')}] or be a valid ARN`,
  );
}
