import { FilterError, invalidCharacters } from './filterError.ts';
import { compileComparison, type ValueTest } from './valueTests.ts';

/** Conditions of selectors, joined by `&&`, `||` and parentheses. `read` answers what a selector finds: no value, one, or several. */
export type Expression<Selector> = (read: (selector: Selector) => readonly unknown[]) => boolean;

export interface SelectorSyntax<Selector> {
  /** Sticky. */
  readonly pattern: RegExp;
  parse(text: string): Selector;
}

const space = /\s*/y;
const comparison = /<=|>=|!=|=|<|>/y;
const states = /(?:(IS)\s+(NULL|TRUE|FALSE)|(NOT)\s+(EXISTS))(?![A-Za-z0-9_])/iy;
const operand = /"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"&|()<>=!,{}%]+)/y;

const stateTests: Readonly<Record<string, ValueTest>> = {
  NULL: (value) => value === null,
  TRUE: (value) => value === true,
  FALSE: (value) => value === false,
};

/** Throws FilterError. */
export function parseExpression<Selector>(source: string, syntax: SelectorSyntax<Selector>): Expression<Selector> {
  const parser = new Parser(source, syntax);
  const expression = parser.any();
  parser.end();
  return expression;
}

class Parser<Selector> {
  readonly #source: string;
  readonly #syntax: SelectorSyntax<Selector>;
  #offset = 0;

  constructor(source: string, syntax: SelectorSyntax<Selector>) {
    this.#source = source;
    this.#syntax = syntax;
  }

  any(): Expression<Selector> {
    const parts = [this.#every()];
    while (this.#accept('||')) parts.push(this.#every());
    return (read) => parts.some((part) => part(read));
  }

  end(): void {
    this.#match(space);
    if (this.#offset < this.#source.length) throw this.#refusal();
  }

  #every(): Expression<Selector> {
    const parts = [this.#condition()];
    while (this.#accept('&&')) parts.push(this.#condition());
    return (read) => parts.every((part) => part(read));
  }

  #condition(): Expression<Selector> {
    if (this.#accept('(')) {
      const inner = this.any();
      if (!this.#accept(')')) throw this.#refusal();
      return inner;
    }
    const selector = this.#syntax.parse(this.#expect(this.#syntax.pattern)[0]);
    this.#match(space);
    const state = this.#match(states);
    if (state?.[3] !== undefined) return (read) => read(selector).length === 0;
    const test = state === undefined ? this.#comparison() : stateTests[state[2]?.toUpperCase() ?? ''];
    if (test === undefined) throw this.#refusal();
    return (read) => read(selector).some(test);
  }

  #comparison(): ValueTest {
    const [operator] = this.#expect(comparison);
    const [, quoted, expression, bare] = this.#expect(operand);
    return compileComparison({
      operator,
      ...(quoted !== undefined && { quoted: quoted.replaceAll(/\\(.)/gs, '$1') }),
      ...(expression !== undefined && { expression }),
      ...(bare !== undefined && { bare }),
    });
  }

  #expect(pattern: RegExp): RegExpExecArray {
    this.#match(space);
    const found = this.#match(pattern);
    if (found === undefined) throw this.#refusal();
    return found;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#offset = pattern.lastIndex;
    return found;
  }

  #accept(text: string): boolean {
    this.#match(space);
    if (!this.#source.startsWith(text, this.#offset)) return false;
    this.#offset += text.length;
    return true;
  }

  #refusal(): FilterError {
    const rest = this.#source.slice(this.#offset).trim();
    return rest === '' ? new FilterError('The filter pattern ends too early') : invalidCharacters(/^[^\s\w]+|^\w+/.exec(rest)?.[0] ?? rest);
  }
}
