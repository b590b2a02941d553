import type { Handler } from '../../api/handlers.ts';
import { existing, wholeFunction } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';

export function putFunctionConcurrency(functions: FunctionStore): Handler<'PutFunctionConcurrency'> {
  return async (input) => {
    const reserved = input.ReservedConcurrentExecutions;
    await reserve(functions, 'PutFunctionConcurrency', input.FunctionName, reserved);
    return { ReservedConcurrentExecutions: reserved };
  };
}

export function getFunctionConcurrency(functions: FunctionStore): Handler<'GetFunctionConcurrency'> {
  return async (input) => {
    const { version } = wholeFunction(functions, 'GetFunctionConcurrency', input.FunctionName);
    return version.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: version.reservedConcurrency };
  };
}

export function deleteFunctionConcurrency(functions: FunctionStore): Handler<'DeleteFunctionConcurrency'> {
  return async (input) => {
    await reserve(functions, 'DeleteFunctionConcurrency', input.FunctionName, undefined);
    return {};
  };
}

async function reserve(functions: FunctionStore, action: string, nameOrArn: string, reserved: number | undefined): Promise<void> {
  const name = wholeFunction(functions, action, nameOrArn).latest.settings.FunctionName;
  await functions.exclusive(name, async () => {
    existing(functions, name);
    await functions.reserve(name, reserved);
  });
}
