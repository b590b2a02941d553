import { FilterError } from './filterError.ts';
import { regularExpression } from './regularExpression.ts';

export type ValueTest = (value: unknown) => boolean;

/** One of the three operands is there. */
export interface Comparison {
  /** `=`, `!=`, `<`, `>`, `<=` or `>=`. */
  readonly operator: string;
  readonly quoted?: string;
  /** A regular expression. */
  readonly expression?: string;
  readonly bare?: string;
}

const orders: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '<': (value, wanted) => value < wanted,
  '>': (value, wanted) => value > wanted,
  '<=': (value, wanted) => value <= wanted,
  '>=': (value, wanted) => value >= wanted,
};

/** Tests one value: numbers as numbers, the rest as text, in which `*` stands for anything. Throws FilterError. */
export function compileComparison({ operator, quoted, expression, bare }: Comparison): ValueTest {
  const order = orders[operator];
  if (order !== undefined) {
    const wanted = numberOf(bare ?? quoted);
    if (wanted === undefined) throw new FilterError(`The operator ${operator} wants a number`);
    return (value) => {
      const number = numberOf(value);
      return number !== undefined && order(number, wanted);
    };
  }
  const equals = expression === undefined ? equality(quoted ?? bare ?? '', quoted !== undefined) : matching(expression);
  return operator === '=' ? equals : (value) => isComparable(value) && !equals(value);
}

function equality(wanted: string, isText: boolean): ValueTest {
  const number = isText ? undefined : numberOf(wanted);
  const pattern = wildcards(wanted);
  return (value) => {
    if (number !== undefined && typeof value === 'number') return value === number;
    return isComparable(value) && pattern(String(value));
  };
}

function matching(expression: string): ValueTest {
  const compiled = regularExpression(expression);
  return (value) => isComparable(value) && compiled.test(String(value));
}

/** Without going back: each piece is looked for behind the one before it. */
function wildcards(wanted: string): (text: string) => boolean {
  const [first = '', ...others] = wanted.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === wanted;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const piece of others) {
      const found = text.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

function isComparable(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Texts that are numbers count as such; empty ones are none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
