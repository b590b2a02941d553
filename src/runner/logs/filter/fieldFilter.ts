import { type Expression, parseExpression, type SelectorSyntax } from './expression.ts';
import { fieldsOf } from './fieldsOf.ts';
import type { Filter } from './filter.ts';

const syntax: SelectorSyntax<string> = { pattern: /[\w-]+/y, parse: (text) => text };
const name = /^[\w-]*$/;

/** Undefined: any field. */
type FieldTest = Expression<string> | undefined;

/** `a, b = 4*, ..., c`: one for each field of a line, where `...` stands for any number of them. */
export function fieldFilter(source: string): Filter {
  const parts = splitAtCommas(source).map((part) => part.trim());
  const gap = parts.indexOf('...');
  const tests = (list: readonly string[]): FieldTest[] => list.map((part) => (name.test(part) ? undefined : parseExpression(part, syntax)));
  const before = tests(gap === -1 ? parts : parts.slice(0, gap));
  const after = tests(gap === -1 ? [] : parts.slice(gap + 1));
  return (text) => {
    const values = fieldsOf(text);
    const enough = gap === -1 ? values.length === before.length : values.length >= before.length + after.length;
    return enough && hold(before, values) && hold(after, values.slice(values.length - after.length));
  };
}

function hold(tests: readonly FieldTest[], values: readonly string[]): boolean {
  return tests.every((test, index) => test === undefined || test(() => [values[index]]));
}

function splitAtCommas(source: string): string[] {
  return source.match(/(?:"(?:[^"\\]|\\.)*"|%[^%]*%|[^,"%])+/g) ?? [];
}
