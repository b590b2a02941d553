import { assertNever } from '../../common/assertNever.ts';
import type { ConstraintShape } from './constraintModel.ts';
import { javaNumber } from './javaText.ts';

/** One constraint of a shape: its words, and whether a value that is there meets it. */
export interface Rule {
  readonly text: string;
  holds(value: unknown): boolean;
}

/** Longer texts are judged by their length alone. */
const longestMatched = 32_768;

/** The shape's own constraints in the order in which the Lambda API tells them: upper limit, lower limit, pattern, values. */
export function rulesOf(shape: ConstraintShape): readonly Rule[] {
  switch (shape.type) {
    case 'string':
    case 'blob':
      return [
        ...limitRules(shape, 'have length', String),
        ...(shape.pattern === undefined ? [] : [patternRule(shape.pattern)]),
        ...(shape.enum === undefined ? [] : [enumRule(shape.enum)]),
      ];
    case 'list':
    case 'map':
      return limitRules(shape, 'have length', String);
    case 'integer':
    case 'long':
    case 'double':
      return limitRules(shape, 'have value', (limit) => javaNumber(limit, shape.type));
    case 'boolean':
    case 'timestamp':
    case 'structure':
      return [];
    default:
      return assertNever(shape);
  }
}

function limitRules(
  { min, max }: { readonly min?: number; readonly max?: number },
  subject: string,
  print: (limit: number) => string,
): Rule[] {
  const rules: Rule[] = [];
  if (max !== undefined) {
    rules.push({ text: `Member must ${subject} less than or equal to ${print(max)}`, holds: (value) => measure(value) <= max });
  }
  if (min !== undefined) {
    rules.push({ text: `Member must ${subject} greater than or equal to ${print(min)}`, holds: (value) => measure(value) >= min });
  }
  return rules;
}

function measure(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return value;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function patternRule(pattern: string): Rule {
  const expression = wholeMatch(pattern);
  return {
    text: `Member must satisfy regular expression pattern: ${pattern}`,
    holds: (value) => typeof value !== 'string' || value.length > longestMatched || expression.test(value),
  };
}

/** Java's `matches`: the whole text. Code points are characters, and `\p{…}` is understood, as there. */
export function wholeMatch(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}

function enumRule(values: readonly string[]): Rule {
  const allowed = new Set<unknown>(values);
  return { text: `Member must satisfy enum value set: [${values.join(', ')}]`, holds: (value) => allowed.has(value) };
}
