import type { GroupInfo } from '../store/logEvent.ts';
import { logsErrors } from './logsError.ts';
import { type LogsContext, logsOperation, member } from './logsOperation.ts';
import { groupArn } from './names.ts';
import { pageToken, readPageToken } from './tokens.ts';

const defaultLimit = 50;

export const describeLogGroups = logsOperation(
  'DescribeLogGroups',
  { logGroupNamePrefix: member.optionalText, logGroupNamePattern: member.optionalText, nextToken: member.optionalText, limit: member.optionalNumber },
  async (context, { logGroupNamePrefix, logGroupNamePattern, nextToken, limit }) => {
    if (typeof logGroupNamePrefix === 'string' && typeof logGroupNamePattern === 'string') {
      throw logsErrors.invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const after = typeof nextToken === 'string' ? readPageToken(nextToken, 1)[0] : undefined;
    const pattern = logGroupNamePattern?.toLowerCase();
    const found = context.store
      .groups()
      .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? '') && (pattern === undefined || name.toLowerCase().includes(pattern)))
      .filter(({ name }) => after === undefined || name > after);
    const page = found.slice(0, limit ?? defaultLimit);
    return {
      logGroups: page.map((group) => groupAnswer(context, group, pattern !== undefined)),
      ...(page.length < found.length && { nextToken: pageToken([page.at(-1)?.name ?? '']) }),
    };
  },
);

/** What was found by a pattern is told with less. */
function groupAnswer(context: LogsContext, group: GroupInfo, brief: boolean): object {
  const arn = groupArn(context, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    ...(!brief && { storedBytes: group.storedBytes }),
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
    ...(!brief && { deletionProtectionEnabled: false }),
  };
}
