import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { managedLimits } from '../capacityProviders/managedLimits.ts';
import type { SettingsInput } from './changedConfiguration.ts';
import { checkEnvironment } from './environmentRule.ts';
import { checkRuntime } from './runtimeRule.ts';

/**
 * What the service checks of the settings that a request names, beyond the model's constraints and in the order in which it tells.
 * Throws LambdaError.
 */
export function checkSettings(input: SettingsInput, managed: boolean): void {
  const { Environment: environment, Runtime: runtime } = input;
  if (environment?.Variables !== undefined) checkEnvironment(environment.Variables);
  if (runtime !== undefined) checkRuntime(runtime);
  for (const { member, value, maximum } of ceilings(input, managed)) {
    if (value !== undefined && value > maximum) {
      throw lambdaErrors.invalidParameter(
        `'${member}' value failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
      );
    }
  }
}

interface Ceiling {
  readonly member: string;
  readonly value: number | undefined;
  readonly maximum: number;
}

/** The model's constraints are those of functions on managed instances, which may have more. */
function ceilings(input: SettingsInput, managed: boolean): readonly Ceiling[] {
  const { timeoutSeconds, memoryMegabytes, ephemeralStorageMegabytes } = managed ? managedLimits : limits;
  return [
    { member: 'Timeout', value: input.Timeout, maximum: timeoutSeconds.maximum },
    { member: 'MemorySize', value: input.MemorySize, maximum: memoryMegabytes.maximum },
    { member: 'EphemeralStorage', value: input.EphemeralStorage?.Size, maximum: ephemeralStorageMegabytes.maximum },
  ];
}
