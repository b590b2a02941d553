import { limits } from '../../lambda/limits.ts';
import type { Handler } from '../api/handlers.ts';
import { layerCodeSize } from './layers/layerVersions.ts';
import { provisionedUnreserved } from './provisionedConcurrency/provisionedTotals.ts';
import type { RegionResources } from './regionResources.ts';

export function getAccountSettings(region: RegionResources): Handler<'GetAccountSettings'> {
  const { functions, tables } = region;
  return async () => ({
    AccountLimit: {
      TotalCodeSize: limits.accountCodeBytes,
      CodeSizeUnzipped: limits.unzippedCodeBytes,
      CodeSizeZipped: limits.zippedCodeBytes,
      ConcurrentExecutions: functions.accountConcurrency,
      // What functions provision without a reservation is set aside as well.
      UnreservedConcurrentExecutions: Math.max(0, functions.unreservedLimit - provisionedUnreserved(region)),
    },
    AccountUsage: { TotalCodeSize: functions.codeSize + layerCodeSize(tables), FunctionCount: functions.count },
  });
}
