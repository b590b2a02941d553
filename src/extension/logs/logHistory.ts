import type { LogEvent, LogsApi } from '../../aws/logs/logsApi.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';

/** As many events of the past are shown. */
const shownEvents = 1_000;

/** Reads the end of what a function wrote to its log before a moment, in whole ms since the epoch. Throws CodedError. */
export type LogHistory = (target: FunctionTarget, before: number) => Promise<string>;

/** @param logs asked at each reading: where they are may change. */
export function logHistory(logs: () => Promise<LogsApi>): LogHistory {
  return async ({ connection, functionName }, before) => {
    const { Configuration } = await (await connection.api()).getFunction(functionName);
    const own = `/aws/lambda/${functionName}`;
    const logGroup = Configuration?.LoggingConfig?.LogGroup ?? own;
    const events = await (await logs()).latestEvents({
      logGroup,
      limit: shownEvents,
      before,
      // Functions that share a group have their names in their streams': 2026/01/31/name[version]id.
      ...(logGroup !== own && { ofStream: (name: string) => name.includes(`/${functionName}[`) }),
    });
    return events.map(lineOf).join('');
  };
}

function lineOf({ text }: LogEvent): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
