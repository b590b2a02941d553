import type { LogsContext } from './logsOperation.ts';
import { logsErrors } from './logsError.ts';

export interface NamedGroup {
  readonly logGroupName?: string | null | undefined;
  /** A name or an ARN. */
  readonly logGroupIdentifier?: string | null | undefined;
}

/** The group that a request means, which is there. Throws LambdaError. */
export function groupNamed({ store }: LogsContext, { logGroupName, logGroupIdentifier }: NamedGroup): string {
  const [name, identifier] = [logGroupName ?? undefined, logGroupIdentifier ?? undefined];
  if (name !== undefined && identifier !== undefined) {
    throw logsErrors.validation('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  if (name === undefined && identifier === undefined) throw logsErrors.validation('Either LogGroup name or LogGroup ARN must be specified.');
  const group = name ?? nameInArn(identifier ?? '');
  if (!store.hasGroup(group)) throw logsErrors.noGroup();
  return group;
}

export function nameInArn(identifier: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)$/.exec(identifier)?.[1] ?? identifier;
}

export function groupArn({ identity: { partition, region, account } }: LogsContext, group: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
}
