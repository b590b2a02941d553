import { isRecord } from '../../../lambda/model/record.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';

/** A statement as it stands in a policy; of those that PutResourcePolicy brought, only what `checkPolicy` checks is known. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

/** A resource-based policy: its members in the order in which they were given. */
export interface ResourcePolicy {
  readonly [member: string]: unknown;
  readonly Statement: readonly PolicyStatement[];
}

/** In bytes. Source: AWS Lambda quotas, "Resource-based policy". */
const longestPolicy = 20_480;

/** What AddPermission adds to where there is none. */
export const emptyPolicy: ResourcePolicy = { Version: '2012-10-17', Id: 'default', Statement: [] };

/** Reads what `policyText` wrote. */
export function parsePolicy(text: string): ResourcePolicy {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) return emptyPolicy;
  return { ...parsed, Statement: statementsOf(parsed) };
}

/** A policy may have its only statement without a list around it. */
export function statementsOf(policy: Readonly<Record<string, unknown>>): readonly PolicyStatement[] {
  const statement = policy['Statement'];
  return Array.isArray(statement) ? statement.filter(isRecord) : isRecord(statement) ? [statement] : [];
}

/** Throws PolicyLengthExceededException for more than a resource may have. */
export function policyText(policy: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(policy);
  const size = Buffer.byteLength(text);
  if (size <= longestPolicy) return text;
  throw new LambdaError(
    'PolicyLengthExceededException',
    400,
    `The final policy size (${size}) is bigger than the limit (${longestPolicy}).`,
  );
}
