import type { Operations } from '../../api/operations.ts';
import { takeProvider } from '../capacityProviders/functionCapacityProvider.ts';
import { checkUnzippedSize, takeLayers } from '../layers/functionLayers.ts';
import type { RegionResources } from '../regionResources.ts';
import { changedConfiguration, defaultConfiguration, type Settable } from './changedConfiguration.ts';
import { checkLogLevels, checkTogether } from './settingsTogether.ts';
import type { FunctionDocument, StoredConfiguration } from './storedFunction.ts';

type Input = Operations['CreateFunction']['input'];

/** The settings of a function that a request makes. Throws LambdaError for layers, a provider and settings that cannot be. */
export function newSettings(region: RegionResources, name: string, input: Input): Settable {
  const defaults = defaultConfiguration(name);
  checkLogLevels(defaults.further, input);
  const layers = input.Layers === undefined ? undefined : takeLayers(region, input.Layers);
  const { further, ...rest } = changedConfiguration(defaults, input, layers);
  const provider =
    input.CapacityProviderConfig === undefined ? undefined : takeProvider(region, input.Runtime, input.CapacityProviderConfig);
  const settings = { ...rest, further: { ...further, ...(provider !== undefined && { CapacityProviderConfig: provider }) } };
  checkTogether(settings);
  return settings;
}

/** What is stored of it. Throws LambdaError where the code and the layers are too large together. */
export function newDocument(
  region: RegionResources,
  settings: Settable,
  code: StoredConfiguration['code'],
  tags: FunctionDocument['tags'] = {},
): FunctionDocument {
  checkUnzippedSize(code, settings.further.Layers);
  return { latest: { ...settings, code, revisionId: region.uuid(), lastModified: region.clock.now() }, tags, lastVersion: 0 };
}
