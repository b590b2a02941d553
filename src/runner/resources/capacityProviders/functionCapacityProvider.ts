import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { latestVersion } from '../../../lambda/function.ts';
import type { Operations } from '../../api/operations.ts';
import { logLevelsWithText } from '../functions/settingsTogether.ts';
import type { RegionResources } from '../regionResources.ts';
import { capacityProviderName } from './capacityProviderArn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';
import { withProvider } from './capacityProviderQueue.ts';
import { usesOfProvider } from './capacityProviderUses.ts';
import { existingProvider } from './existingCapacityProvider.ts';
import type { ManagedInstances } from './managedInstances.ts';
import { managedLimits } from './managedLimits.ts';
import { managedConcurrency, runsManaged } from './managedRuntimes.ts';

type Created = Operations['CreateFunction']['input'];
export type CapacityProviderInput = NonNullable<Created['CapacityProviderConfig']>;

type Resources = Pick<RegionResources, 'identity' | 'tables'>;

/** GiB, where a function does not say. Source: answers of the service. */
const memoryPerVCpu = 2;

/**
 * What a function is to have, with its defaults. `runtime` is undefined for a container image. Throws LambdaError: a provider that
 * is not there, a runtime that does not run on managed instances.
 */
export function takeProvider(region: Resources, runtime: string | undefined, input: CapacityProviderInput): ManagedInstances {
  const given = input.LambdaManagedInstancesCapacityProviderConfig;
  existingProvider(region, given.CapacityProviderArn);
  if (runtime !== undefined && !runsManaged(runtime)) {
    throw lambdaErrors.invalidParameter(`Runtime Enum ${runtime} does not support specified feature: Lambda Managed Instances`);
  }
  return {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: given.CapacityProviderArn,
      PerExecutionEnvironmentMaxConcurrency: given.PerExecutionEnvironmentMaxConcurrency ?? managedConcurrency(runtime),
      ExecutionEnvironmentMemoryGiBPerVCpu: given.ExecutionEnvironmentMemoryGiBPerVCpu ?? memoryPerVCpu,
    },
  };
}

/**
 * What a function is to have instead of `current`: nothing of that stays. Throws LambdaError as `takeProvider` does, and for a
 * function that has none: it cannot get one.
 */
export function changeProvider(
  region: Resources,
  current: ManagedInstances | undefined,
  runtime: string | undefined,
  input: CapacityProviderInput,
): ManagedInstances {
  const taken = takeProvider(region, runtime, input);
  if (current === undefined) throw lambdaErrors.invalidParameter("CapacityProviderConfig isn't supported for Lambda Default functions.");
  return taken;
}

type Settings = Pick<Created, 'MemorySize' | 'LoggingConfig'>;

/** What CreateFunction gets for a function with a provider: other defaults than those of other functions. */
export function withManagedDefaults<T extends Settings>(input: T): T {
  return {
    ...input,
    MemorySize: input.MemorySize ?? managedLimits.memoryMegabytes.default,
    LoggingConfig: { ...input.LoggingConfig, LogFormat: input.LoggingConfig?.LogFormat ?? 'JSON' },
  };
}

/** What a function with a provider cannot have. Throws LambdaError. */
export function checkManaged({ MemorySize: memory, LoggingConfig: logging }: Settings): void {
  if (logging?.LogFormat === 'Text') throw logLevelsWithText();
  const { minimum } = managedLimits.memoryMegabytes;
  if (memory !== undefined && memory < minimum) {
    throw lambdaErrors.invalidParameter(
      `'MemorySize' value failed to satisfy constraint: Member must have value greater than or equal to ${minimum}`,
    );
  }
}

/** Runs what gives a function a provider, or a version to such a function: the provider is not deleted meanwhile. */
export function whileProviderStays<R>(
  region: Pick<RegionResources, 'identity' | 'queue'>,
  arn: string | undefined,
  task: () => Promise<R>,
): Promise<R> {
  return arn === undefined ? task() : withProvider(region, capacityProviderName(region.identity, arn), task);
}

/** Throws where one more published version would be too many; to be asked in `whileProviderStays`. */
export async function checkProviderVersions(region: Pick<RegionResources, 'functions'>, arn: string): Promise<void> {
  const published = (await usesOfProvider(region, arn)).filter(({ fn }) => fn.version.version !== latestVersion);
  if (published.length >= managedLimits.publishedVersionsPerProvider) throw capacityProviderErrors.tooManyVersions();
}
