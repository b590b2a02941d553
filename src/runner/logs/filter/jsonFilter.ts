import { parseExpression, type SelectorSyntax } from './expression.ts';
import type { Filter } from './filter.ts';

/** A property's name, an element's index, or all elements. */
type Step = string | number | typeof everyElement;
const everyElement = Symbol('*');

const step = /\.?\[\s*(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\s*\]|\.([\w-]+)/gy;

const syntax: SelectorSyntax<readonly Step[]> = {
  pattern: /\$(?:\.?\[\s*(?:\d+|\*|'[^']*'|"[^"]*")\s*\]|\.[\w-]+)*/y,
  parse: (text) =>
    Array.from(text.slice(1).matchAll(step), ([, index, all, single, double, name]) => {
      if (index !== undefined) return Number(index);
      return all === undefined ? (name ?? single ?? double ?? '') : everyElement;
    }),
};

/** `$.a.b[0] = "x*" && ($.c > 1 || $.d IS TRUE)`: of events that are JSON. */
export function jsonFilter(source: string): Filter {
  if (source.trim() === '') return (text) => document(text) !== undefined;
  const expression = parseExpression(source, syntax);
  return (text) => {
    const value = document(text);
    return value !== undefined && expression((path) => read(value, path));
  };
}

function document(text: string): object | undefined {
  const start = text.trimStart().charAt(0);
  if (start !== '{' && start !== '[') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function read(value: unknown, path: readonly Step[]): readonly unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === everyElement) return Array.isArray(value) ? value.flatMap((element) => read(element, rest)) : [];
  return Object.hasOwn(value, step) ? read(Reflect.get(value, step), rest) : [];
}
