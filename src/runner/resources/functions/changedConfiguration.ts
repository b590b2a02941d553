import type { FunctionSettings } from '../../../lambda/function.ts';
import { limits } from '../../../lambda/limits.ts';
import type { Operations } from '../../api/operations.ts';
import { changedFurther, type FurtherInput } from './changedFurther.ts';
import { defaultFurther, type StoredLayer } from './furtherSettings.ts';
import type { StoredConfiguration } from './storedFunction.ts';

/** What CreateFunction and UpdateFunctionConfiguration may set. */
export type SettingsInput = FurtherInput &
  Pick<
    Operations['UpdateFunctionConfiguration']['input'],
    'Role' | 'Handler' | 'Description' | 'Timeout' | 'MemorySize' | 'Environment' | 'Runtime' | 'EphemeralStorage'
  > &
  Pick<Operations['CreateFunction']['input'], 'Architectures'>;

/** All of a configuration that requests set by themselves. */
export type Settable = Pick<StoredConfiguration, 'settings' | 'environmentGiven' | 'further'>;

/** What a function has that sets nothing. */
export function defaultConfiguration(functionName: string): Settable {
  return {
    settings: {
      FunctionName: functionName,
      Runtime: '',
      Handler: '',
      Role: '',
      Description: '',
      Timeout: limits.timeoutSeconds.default,
      MemorySize: limits.memoryMegabytes.default,
      Environment: {},
      Architecture: 'x86_64',
      EphemeralStorage: limits.ephemeralStorageMegabytes.default,
    },
    environmentGiven: false,
    further: defaultFurther(functionName),
  };
}

/** The settings after a request; what it does not name stays. `layers` are those that it names. */
export function changedConfiguration<T extends Settable>(current: T, input: SettingsInput, layers?: readonly StoredLayer[]): T {
  const { settings } = current;
  const environment = input.Environment;
  const changed: FunctionSettings = {
    ...settings,
    Runtime: input.Runtime ?? settings.Runtime,
    Handler: input.Handler ?? settings.Handler,
    Role: input.Role ?? settings.Role,
    Description: input.Description ?? settings.Description,
    Timeout: input.Timeout ?? settings.Timeout,
    MemorySize: input.MemorySize ?? settings.MemorySize,
    Environment: environment === undefined ? settings.Environment : { ...environment.Variables },
    Architecture: input.Architectures?.[0] ?? settings.Architecture,
    EphemeralStorage: input.EphemeralStorage?.Size ?? settings.EphemeralStorage,
  };
  return {
    ...current,
    settings: changed,
    environmentGiven: current.environmentGiven || environment !== undefined,
    further: { ...changedFurther(current.further, input), ...(layers !== undefined && { Layers: [...layers] }) },
  };
}
