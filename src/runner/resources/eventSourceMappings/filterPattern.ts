import { isRecord } from '../../../lambda/model/record.ts';

/**
 * Whether a text is a filter pattern: a JSON object whose leaves are lists of values and comparisons.
 * Source: AWS Lambda Developer Guide, "Filter rule syntax", and Amazon EventBridge User Guide, "Event patterns".
 */
export function isFilterPattern(text: string): boolean {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    return false;
  }
  return isFields(pattern);
}

function isFields(value: unknown): boolean {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, rule]) => (key === '$or' ? isAlternatives(rule) : isRule(rule)));
}

function isAlternatives(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isFields);
}

function isRule(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(isCondition) : isFields(value);
}

function isCondition(value: unknown): boolean {
  if (!isObject(value)) return isScalar(value);
  const [comparison, ...more] = Object.entries(value);
  if (comparison === undefined || more.length > 0) return false;
  return comparisons.get(comparison[0])?.(comparison[1]) ?? false;
}

type Check = (operand: unknown) => boolean;

const isText: Check = (operand) => typeof operand === 'string';
const isTextOrAnyCase: Check = (operand) => isText(operand) || has(operand, 'equals-ignore-case', isText);
const oneOrMore = (check: Check): Check => (operand) =>
  Array.isArray(operand) ? operand.length > 0 && operand.every(check) : check(operand);

const comparisons: ReadonlyMap<string, Check> = new Map([
  ['prefix', isTextOrAnyCase],
  ['suffix', isTextOrAnyCase],
  ['equals-ignore-case', isText],
  ['wildcard', isText],
  ['cidr', isText],
  ['exists', (operand) => typeof operand === 'boolean'],
  ['numeric', isNumericRange],
  ['anything-but', (operand) => oneOrMore(isTextOrNumber)(operand) || notThese.some((key) => has(operand, key, oneOrMore(isText)))],
]);
const notThese = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
const lower: ReadonlySet<unknown> = new Set(['>', '>=']);
const upper: ReadonlySet<unknown> = new Set(['<', '<=']);

/** `['=', n]`, one bound, or a lower and then an upper one. */
function isNumericRange(operand: unknown): boolean {
  if (!Array.isArray(operand)) return false;
  const [operator, first, second, last, ...more]: unknown[] = operand;
  if (more.length > 0 || typeof first !== 'number') return false;
  if (operand.length === 2) return operator === '=' || lower.has(operator) || upper.has(operator);
  return lower.has(operator) && upper.has(second) && typeof last === 'number' && first < last;
}

function has(value: unknown, key: string, check: Check): boolean {
  return isObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, key) && check(value[key]);
}

function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || isTextOrNumber(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !Array.isArray(value);
}
