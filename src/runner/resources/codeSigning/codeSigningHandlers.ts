import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { createCodeSigningConfig } from './createCodeSigningConfig.ts';
import { deleteCodeSigningConfig } from './deleteCodeSigningConfig.ts';
import { deleteFunctionCodeSigningConfig, getFunctionCodeSigningConfig, putFunctionCodeSigningConfig } from './functionCodeSigning.ts';
import { getCodeSigningConfig, listCodeSigningConfigs } from './getCodeSigningConfig.ts';
import { listFunctionsByCodeSigningConfig } from './listFunctionsByCodeSigningConfig.ts';
import { updateCodeSigningConfig } from './updateCodeSigningConfig.ts';

export function codeSigningHandlers(region: RegionResources): Handlers {
  return {
    CreateCodeSigningConfig: createCodeSigningConfig(region),
    GetCodeSigningConfig: getCodeSigningConfig(region),
    ListCodeSigningConfigs: listCodeSigningConfigs(region),
    UpdateCodeSigningConfig: updateCodeSigningConfig(region),
    DeleteCodeSigningConfig: deleteCodeSigningConfig(region),
    ListFunctionsByCodeSigningConfig: listFunctionsByCodeSigningConfig(region),
    PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig(region),
    GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig(region),
    DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig(region),
  };
}
