import { latestVersion } from '../../../lambda/function.ts';
import { functionKey } from '../functionKey.ts';
import type { RegionTables } from '../regionTables.ts';

/** How asynchronous invocations of a version or alias are tried again, and where their outcomes go. What is absent is Lambda's default. */
export interface EventInvokeConfig {
  /** 0 to 2. */
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
  /** ARNs. */
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

/** Undefined where none was put. It is that of the qualifier as the caller gave it, and `$LATEST`'s without one: an alias has its own. */
export function eventInvokeConfigOf(
  tables: Pick<RegionTables, 'eventInvokeConfigs'>,
  functionName: string,
  qualifier: string | undefined,
): EventInvokeConfig | undefined {
  return tables.eventInvokeConfigs.get(functionKey(functionName, qualifier ?? latestVersion));
}
