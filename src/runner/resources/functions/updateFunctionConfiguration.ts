import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { changeProvider, checkManaged, whileProviderStays } from '../capacityProviders/functionCapacityProvider.ts';
import { attachedConfig } from '../codeSigning/attachedConfig.ts';
import { checkDeployment } from '../codeSigning/checkDeployment.ts';
import { addedLayers } from '../codeSigning/deployedParts.ts';
import { takeLayers } from '../layers/functionLayers.ts';
import type { RegionResources } from '../regionResources.ts';
import { changedConfiguration } from './changedConfiguration.ts';
import { transitionAnswer } from './configurationAnswer.ts';
import { checkRevision, existing, refuseInTransition, refuseTemplate, wholeFunction } from './functionAccess.ts';
import { holdLayers } from './heldLayers.ts';
import { checkPackageSettings, packageTypeOf } from './packageTypeRules.ts';
import { checkSettings } from './settingsChecks.ts';
import { checkLogLevels, checkTogether } from './settingsTogether.ts';
import type { LambdaFunction, StoredConfiguration } from './storedFunction.ts';

type Input = Operations['UpdateFunctionConfiguration']['input'];

export function updateFunctionConfiguration(region: RegionResources): Handler<'UpdateFunctionConfiguration'> {
  const { functions } = region;
  return async (input, { signal }) => {
    const name = wholeFunction(functions, 'UpdateFunctionConfiguration', input.FunctionName, 'latest').configuration.settings.FunctionName;
    const provider = input.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn;
    return functions.exclusive(name, () => whileProviderStays(region, provider, () => update(region, name, input, signal)));
  };
}

async function update(region: RegionResources, name: string, input: Input, signal: AbortSignal): Promise<FunctionConfiguration> {
  const { functions } = region;
  const fn = existing(functions, name);
  refuseInTransition(functions, fn);
  checkRevision(fn, input.RevisionId);
  const latest = changed(region, fn.configuration, input);
  const held = holdLayers(region, latest);
  try {
    await checkLayers(region, fn, latest, signal);
    return transitionAnswer(functions, await functions.configure(name, latest), 'updating');
  } finally {
    held.dispose();
  }
}

/** Rejects with LambdaError for a layer that is added and that Lambda does not deploy. Without a code signing configuration it is no wait at all. */
async function checkLayers(region: RegionResources, fn: LambdaFunction, { further }: StoredConfiguration, signal: AbortSignal): Promise<void> {
  const configArn = attachedConfig(region, fn);
  if (configArn === undefined) return;
  const parts = addedLayers(region, further.Layers, fn.configuration.further.Layers);
  if (parts.length === 0) return;
  const functionName = fn.version.settings.FunctionName;
  await checkDeployment(region, { functionName, configArn, parts, signal });
  // A template may define it since.
  refuseTemplate(existing(region.functions, functionName), 'UpdateFunctionConfiguration');
}

/** Throws LambdaError for settings that cannot be. */
function changed(region: RegionResources, current: StoredConfiguration, input: Input): StoredConfiguration {
  const { further } = current;
  const managed = further.CapacityProviderConfig;
  checkSettings(input, managed !== undefined);
  checkPackageSettings(packageTypeOf(current), input);
  checkLogLevels(further, input);
  if (managed !== undefined) checkManaged(input);
  const provider =
    input.CapacityProviderConfig === undefined
      ? managed
      : changeProvider(region, managed, input.Runtime ?? current.settings.Runtime, input.CapacityProviderConfig);
  const layers = input.Layers === undefined ? undefined : takeLayers(region, input.Layers, current.code);
  const configuration = changedConfiguration(current, input, layers);
  const next = {
    ...configuration,
    further: { ...configuration.further, ...(provider !== undefined && { CapacityProviderConfig: provider }) },
    revisionId: region.functions.uuid(),
    lastModified: region.functions.clock.now(),
  };
  checkTogether(next);
  return next;
}
