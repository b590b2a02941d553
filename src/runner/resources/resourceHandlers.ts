import type { Handlers } from '../api/handlers.ts';
import { getAccountSettings } from './accountSettings.ts';
import { aliasHandlers } from './aliases/aliasHandlers.ts';
import { capacityProviderHandlers } from './capacityProviders/capacityProviderHandlers.ts';
import { codeSigningHandlers } from './codeSigning/codeSigningHandlers.ts';
import { eventInvokeConfigHandlers } from './eventInvokeConfigs/eventInvokeConfigHandlers.ts';
import { eventSourceMappingHandlers } from './eventSourceMappings/eventSourceMappingHandlers.ts';
import { functionHandlers } from './functions/functionHandlers.ts';
import { functionScalingHandlers } from './functionScaling/functionScalingHandlers.ts';
import { layerHandlers } from './layers/layerHandlers.ts';
import { policyHandlers } from './policies/policyHandlers.ts';
import { provisionedConcurrencyHandlers } from './provisionedConcurrency/provisionedConcurrencyHandlers.ts';
import { recursionHandlers } from './recursion/recursionHandlers.ts';
import type { RegionResources } from './regionResources.ts';
import { runtimeManagementHandlers } from './runtimeManagement/runtimeManagementHandlers.ts';
import { tagHandlers } from './tags/tagHandlers.ts';
import { urlHandlers } from './urls/urlHandlers.ts';
import { versionHandlers } from './versions/versionHandlers.ts';

/** All operations but the invocations and the durable executions. */
export function resourceHandlers(region: RegionResources): Handlers {
  return {
    GetAccountSettings: getAccountSettings(region),
    ...functionHandlers(region),
    ...versionHandlers(region),
    ...aliasHandlers(region),
    ...layerHandlers(region),
    ...policyHandlers(region),
    ...tagHandlers(region),
    ...urlHandlers(region),
    ...eventInvokeConfigHandlers(region),
    ...eventSourceMappingHandlers(region),
    ...provisionedConcurrencyHandlers(region),
    ...codeSigningHandlers(region),
    ...runtimeManagementHandlers(region),
    ...recursionHandlers(region),
    ...functionScalingHandlers(region),
    ...capacityProviderHandlers(region),
  };
}
