import type { Handlers } from '../../api/handlers.ts';
import { provisionedOf } from '../provisionedConcurrency/provisionedTotals.ts';
import type { RegionResources } from '../regionResources.ts';
import { createFunction } from './createFunction.ts';
import { deleteFunction } from './deleteFunction.ts';
import { deleteFunctionConcurrency, getFunctionConcurrency, putFunctionConcurrency } from './functionConcurrency.ts';
import { getFunction, getFunctionConfiguration } from './getFunction.ts';
import { listFunctions } from './listFunctions.ts';
import { updateFunctionCode } from './updateFunctionCode.ts';
import { updateFunctionConfiguration } from './updateFunctionConfiguration.ts';

export function functionHandlers(region: RegionResources): Handlers {
  const { functions } = region;
  return {
    CreateFunction: createFunction(region),
    GetFunction: getFunction(functions),
    GetFunctionConfiguration: getFunctionConfiguration(functions),
    ListFunctions: listFunctions(functions),
    UpdateFunctionCode: updateFunctionCode(region),
    UpdateFunctionConfiguration: updateFunctionConfiguration(region),
    DeleteFunction: deleteFunction(functions),
    PutFunctionConcurrency: putFunctionConcurrency(functions, provisionedOf(region)),
    GetFunctionConcurrency: getFunctionConcurrency(functions),
    DeleteFunctionConcurrency: deleteFunctionConcurrency(functions),
  };
}
