import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { isRecord, type UnknownRecord } from '../../../lambda/model/record.ts';
import { matchesWildcards } from './matchesWildcards.ts';

/**
 * Reads a policy of PutResourcePolicy for a function, version or alias. Throws LambdaError where it is none by IAM's grammar, or
 * is about something else. Source: IAM User Guide, "Grammar of the IAM JSON policy language". What AWS says of bad policies is
 * not published: the words are our own.
 */
export function checkPolicy(text: string, arn: string): UnknownRecord {
  const policy = readJson(text);
  if (!isObject(policy)) throw invalid('it is not a JSON object');
  checkMembers('it', policy, policyMembers);
  const { Statement } = policy;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (Statement === undefined || statements.length === 0) throw invalid('it has no Statement');
  const ids = new Set<unknown>();
  statements.forEach((statement, index) => {
    const where = `Statement ${index + 1}`;
    if (!isObject(statement)) throw invalid(`${where} is not an object`);
    checkMembers(where, statement, statementMembers);
    checkStatement(where, statement, arn);
    const { Sid } = statement;
    if (Sid !== undefined && ids.has(Sid)) throw invalid(`${where} has the Sid of another`);
    ids.add(Sid);
  });
  return policy;
}

/** Whether a member's value is of its kind. */
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';

const policyMembers: Readonly<Record<string, Check>> = {
  Version: (value) => value === '2012-10-17' || value === '2008-10-17',
  Id: isText,
  Statement: isRecord,
};

const statementMembers: Readonly<Record<string, Check>> = {
  Sid: isText,
  Effect: (value) => value === 'Allow' || value === 'Deny',
  Principal: isPrincipal,
  NotPrincipal: isPrincipal,
  Action: isActions,
  NotAction: isActions,
  Resource: isTexts,
  NotResource: isTexts,
  Condition: isCondition,
};

const principalKinds: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

function checkMembers(where: string, value: UnknownRecord, members: Readonly<Record<string, Check>>): void {
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(members, name) ? members[name] : undefined;
    if (check === undefined) throw invalid(`${where} has a member ${name}, which policies do not have`);
    if (!check(member)) throw invalid(`${where} has a ${name} that is none`);
  }
}

function checkStatement(where: string, statement: UnknownRecord, arn: string): void {
  if (statement['Effect'] === undefined) throw invalid(`${where} has no Effect`);
  for (const name of ['Principal', 'Action', 'Resource']) {
    const given = [name, `Not${name}`].filter((member) => statement[member] !== undefined);
    if (given.length === 0) throw invalid(`${where} has no ${name}`);
    if (given.length > 1) throw invalid(`${where} has both ${given.join(' and ')}`);
  }
  const foreign = textsOf(statement['Resource']).find((resource) => !isAbout(resource, arn));
  if (foreign !== undefined) throw invalid(`${where} has the Resource ${foreign}, which is not ${arn}`);
}

/** A function's policy may be about all of its versions and aliases, too. */
function isAbout(resource: string, arn: string): boolean {
  return matchesWildcards(resource, arn) || resource === `${arn}:*`;
}

function isPrincipal(value: unknown): boolean {
  if (!isObject(value)) return value === '*';
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([kind, principals]) => principalKinds.has(kind) && isTexts(principals));
}

function isActions(value: unknown): boolean {
  return isTexts(value) && textsOf(value).every((action) => /^(?:\*|lambda:[a-zA-Z*?]+)$/i.test(action));
}

function isCondition(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((keys) => isObject(keys) && Object.values(keys).every(isConditionValue));
}

function isConditionValue(value: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean');
}

function isTexts(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}

function isObject(value: unknown): value is UnknownRecord {
  return isRecord(value) && !Array.isArray(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is not well-formed JSON');
  }
}

function invalid(what: string): LambdaError {
  return lambdaErrors.invalidParameter(`The provided policy is invalid: ${what}.`);
}
