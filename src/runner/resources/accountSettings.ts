import { limits } from '../../lambda/limits.ts';
import type { Handler } from '../api/handlers.ts';
import type { FunctionStore } from './functions/functionStore.ts';

export function getAccountSettings(functions: FunctionStore): Handler<'GetAccountSettings'> {
  return async () => ({
    AccountLimit: {
      TotalCodeSize: limits.accountCodeBytes,
      CodeSizeUnzipped: limits.unzippedCodeBytes,
      CodeSizeZipped: limits.zippedCodeBytes,
      ConcurrentExecutions: functions.accountConcurrency,
      UnreservedConcurrentExecutions: functions.unreservedLimit,
    },
    AccountUsage: { TotalCodeSize: functions.codeSize, FunctionCount: functions.count },
  });
}
