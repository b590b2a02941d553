import { logsErrors } from './logsError.ts';
import { logsOperation, member } from './logsOperation.ts';
import { groupNamed, nameInArn } from './names.ts';

const group = { logGroupName: member.text };
const stream = { ...group, logStreamName: member.text };
const longestName = 512;
/** Source: CloudWatch Logs API Reference, PutRetentionPolicy. */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export const createLogGroup = logsOperation(
  'Group',
  group,
  async ({ store }, { logGroupName }) => {
    if (!(await store.createGroup(logGroupName))) throw logsErrors.groupExists();
    return undefined;
  },
  ({ logGroupName }) => checkLength(logGroupName),
);

export const deleteLogGroup = logsOperation('Group', group, async ({ store }, { logGroupName }) => {
  if (!(await store.deleteGroup(logGroupName))) throw logsErrors.noGroup();
  return undefined;
});

export const createLogStream = logsOperation(
  'Stream',
  stream,
  async ({ store }, { logGroupName, logStreamName }) => {
    const created = await store.createStream(logGroupName, logStreamName);
    if (created === undefined) throw logsErrors.noGroup();
    if (!created) throw logsErrors.streamExists();
    return undefined;
  },
  ({ logGroupName, logStreamName }) => {
    checkLength(logGroupName);
    checkLength(logStreamName);
  },
);

export const deleteLogStream = logsOperation('Stream', stream, async ({ store }, { logGroupName, logStreamName }) => {
  const deleted = await store.deleteStream(logGroupName, logStreamName);
  if (deleted === undefined) throw logsErrors.noGroup();
  if (!deleted) throw logsErrors.noStream();
  return undefined;
});

export const putRetentionPolicy = logsOperation(
  'PutRetentionPolicy',
  { ...group, retentionInDays: member.number },
  async ({ store }, { logGroupName, retentionInDays }) => {
    if (!retentions.includes(retentionInDays)) {
      const rule = `Member must satisfy enum value set: [${retentions.join(', ')}]`;
      throw logsErrors.invalid(`1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ${rule}`);
    }
    if (!(await store.setRetention(logGroupName, retentionInDays))) throw logsErrors.noGroup();
    return undefined;
  },
);

export const deleteRetentionPolicy = logsOperation('Group', group, async ({ store }, { logGroupName }) => {
  if (!(await store.setRetention(logGroupName, undefined))) throw logsErrors.noGroup();
  return undefined;
});

/** The Local region's groups have no tags. */
export const listTagsForResource = logsOperation('Resource', { resourceArn: member.text }, async (context, { resourceArn }) => {
  groupNamed(context, { logGroupName: nameInArn(resourceArn) });
  return { tags: {} };
});

export const listTagsLogGroup = logsOperation('Group', group, async (context, named) => {
  groupNamed(context, named);
  return { tags: {} };
});

/** Said in other words than the rest of the constraints. */
function checkLength(name: string): void {
  if (name.length > longestName) throw logsErrors.invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
}
