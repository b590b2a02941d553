import { functionKey, numberedKey } from '../functionKey.ts';
import type { FurtherSettings } from '../functions/furtherSettings.ts';
import type { LambdaFunction } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';
import type { ManagedInstances } from './managedInstances.ts';

/** A version of a function that is configured to use a provider. */
export interface ProviderUse {
  /** Their order: by function, `$LATEST` before its versions, and these by number. */
  readonly key: string;
  readonly fn: LambdaFunction;
}

/** Settings of a function that may have a provider. */
type MaybeManaged = Pick<FurtherSettings, 'Layers'> & { readonly CapacityProviderConfig?: ManagedInstances };

/** The ARN of the provider that a version uses; undefined for one that Lambda runs by itself. */
export function providerOf(further: MaybeManaged): string | undefined {
  return further.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn;
}

/**
 * All versions that use a provider, in their order. A function has a provider for good, though it may change to another: only
 * functions that have one are searched for versions.
 */
export async function usesOfProvider({ functions }: Pick<RegionResources, 'functions'>, arn: string): Promise<readonly ProviderUse[]> {
  const uses: ProviderUse[] = [];
  for (const latest of functions.page('', Infinity)) {
    const provider = providerOf(latest.configuration.further);
    if (provider === undefined) continue;
    const name = latest.configuration.settings.FunctionName;
    if (provider === arn) uses.push({ key: functionKey(name), fn: latest });
    for (const number of functions.versionNumbers(name)) {
      const fn = await functions.find(name, String(number));
      if (fn !== undefined && providerOf(fn.configuration.further) === arn) uses.push({ key: numberedKey(name, number), fn });
    }
  }
  return uses.sort((one, other) => (one.key < other.key ? -1 : 1));
}
