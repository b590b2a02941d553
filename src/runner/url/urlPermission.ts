import type { Identity } from '../../lambda/arn.ts';
import { isRecord } from '../../lambda/model/record.ts';
import type { UrlAuthType } from '../../lambda/url/urlConfig.ts';
import { matchesWildcards } from '../resources/policies/matchesWildcards.ts';
import { parsePolicy, type PolicyStatement } from '../resources/policies/resourcePolicy.ts';

export interface UrlPermissionRequest {
  readonly identity: Identity;
  /** Of the function, with its alias where the URL is an alias's. */
  readonly arn: string;
  readonly authType: UrlAuthType;
  /** Whether the caller signed, as whom of the account may do everything that no policy denies. */
  readonly signed: boolean;
  readonly sourceIp: string;
}

/**
 * Both are asked for: since October 2025 Lambda takes InvokeFunctionUrl alone for enough no more.
 * Source: AWS Lambda Developer Guide, "Control access to Lambda function URLs".
 */
const actions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

/** Whether the policy of a function or alias lets a URL's request through. What it says in ways that are not known here forbids. */
export function urlPermitted(policy: string | undefined, request: UrlPermissionRequest): boolean {
  const statements = policy === undefined ? [] : parsePolicy(policy).Statement;
  return actions.every((action) => {
    const about = statements.filter((statement) => isAbout(statement, action, request));
    if (about.some((statement) => statement['Effect'] === 'Deny' && conditionsOf(statement, request) !== 'unmet')) return false;
    return request.signed || about.some((statement) => statement['Effect'] === 'Allow' && conditionsOf(statement, request) === 'met');
  });
}

function isAbout(statement: PolicyStatement, action: string, request: UrlPermissionRequest): boolean {
  return (
    isNamed(statement, 'Action', (pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
    isNamed(statement, 'Resource', (pattern) => matchesWildcards(pattern, request.arn)) &&
    isCaller(statement, request)
  );
}

function isNamed(statement: PolicyStatement, member: string, matches: (pattern: string) => boolean): boolean {
  const except = statement[`Not${member}`];
  return except === undefined ? textsOf(statement[member]).some(matches) : !textsOf(except).some(matches);
}

function isCaller(statement: PolicyStatement, request: UrlPermissionRequest): boolean {
  const except = statement['NotPrincipal'];
  return except === undefined ? isPrincipal(statement['Principal'], request) : !isPrincipal(except, request);
}

function isPrincipal(principal: unknown, { identity, signed }: UrlPermissionRequest): boolean {
  if (principal === '*') return true;
  const names = isRecord(principal) ? textsOf(principal['AWS']) : [];
  const root = `arn:${identity.partition}:iam::${identity.account}:root`;
  return names.some((name) => name === '*' || (signed && (name === identity.account || name === root)));
}

type Met = 'met' | 'unmet' | 'unknown';

function conditionsOf(statement: PolicyStatement, request: UrlPermissionRequest): Met {
  const conditions = statement['Condition'];
  if (!isRecord(conditions)) return 'met';
  const results = new Set(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      isRecord(keys) ? Object.entries(keys).map(([key, values]) => isMet(operator, key, values, request)) : ['unknown' as const],
    ),
  );
  if (results.has('unmet')) return 'unmet';
  return results.has('unknown') ? 'unknown' : 'met';
}

function isMet(operator: string, key: string, values: unknown, request: UrlPermissionRequest): Met {
  const [name = '', ifExists] = operator.split(/(IfExists)$/);
  const test = operators[name.toLowerCase()];
  if (test === undefined) return 'unknown';
  const actual = contextOf(request)[key.toLowerCase()];
  if (actual === undefined) return ifExists !== undefined || test.negative ? 'met' : 'unmet';
  const some = textsOf(values).some((value) => test.matches(value, actual));
  return some === test.negative ? 'unmet' : 'met';
}

interface Operator {
  readonly negative: boolean;
  readonly matches: (value: string, actual: string) => boolean;
}

const same: Operator['matches'] = (value, actual) => value === actual;
const sameIgnoringCase: Operator['matches'] = (value, actual) => value.toLowerCase() === actual.toLowerCase();

/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
const operators: Readonly<Record<string, Operator | undefined>> = {
  stringequals: { negative: false, matches: same },
  stringnotequals: { negative: true, matches: same },
  stringequalsignorecase: { negative: false, matches: sameIgnoringCase },
  stringnotequalsignorecase: { negative: true, matches: sameIgnoringCase },
  stringlike: { negative: false, matches: matchesWildcards },
  stringnotlike: { negative: true, matches: matchesWildcards },
  arnequals: { negative: false, matches: matchesWildcards },
  arnlike: { negative: false, matches: matchesWildcards },
  arnnotequals: { negative: true, matches: matchesWildcards },
  arnnotlike: { negative: true, matches: matchesWildcards },
  bool: { negative: false, matches: sameIgnoringCase },
};

/** Of a request, by key in lower case. */
function contextOf({ identity, authType, signed, sourceIp }: UrlPermissionRequest): Readonly<Record<string, string | undefined>> {
  return {
    'lambda:functionurlauthtype': authType,
    'lambda:invokedviafunctionurl': 'true',
    'aws:sourceip': sourceIp,
    'aws:securetransport': 'false',
    ...(signed && {
      'aws:principalaccount': identity.account,
      'aws:principalarn': `arn:${identity.partition}:iam::${identity.account}:root`,
    }),
  };
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (typeof one === 'string' || typeof one === 'boolean' || typeof one === 'number' ? [String(one)] : []));
}

