import type { Handlers } from '../api/handlers.ts';
import { getAccountSettings } from './accountSettings.ts';
import { createFunction } from './functions/createFunction.ts';
import { deleteFunction } from './functions/deleteFunction.ts';
import { deleteFunctionConcurrency, getFunctionConcurrency, putFunctionConcurrency } from './functions/functionConcurrency.ts';
import type { FunctionStore } from './functions/functionStore.ts';
import { getFunction, getFunctionConfiguration } from './functions/getFunction.ts';
import { listFunctions } from './functions/listFunctions.ts';
import { updateFunctionCode } from './functions/updateFunctionCode.ts';
import { updateFunctionConfiguration } from './functions/updateFunctionConfiguration.ts';

export interface ResourceHandlersOptions {
  readonly functions: FunctionStore;
}

/** The operations on functions, their concurrency and the account. */
export function resourceHandlers({ functions }: ResourceHandlersOptions): Handlers {
  return {
    CreateFunction: createFunction(functions),
    GetFunction: getFunction(functions),
    GetFunctionConfiguration: getFunctionConfiguration(functions),
    ListFunctions: listFunctions(functions),
    UpdateFunctionCode: updateFunctionCode(functions),
    UpdateFunctionConfiguration: updateFunctionConfiguration(functions),
    DeleteFunction: deleteFunction(functions),
    PutFunctionConcurrency: putFunctionConcurrency(functions),
    GetFunctionConcurrency: getFunctionConcurrency(functions),
    DeleteFunctionConcurrency: deleteFunctionConcurrency(functions),
    GetAccountSettings: getAccountSettings(functions),
  };
}
