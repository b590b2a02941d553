import { type ExpressionStep, parseSteps } from './expressionSteps.ts';
import { FilterError, invalidCharacters } from './filterError.ts';

/** What may stand in one: no parentheses, and no characters beyond ASCII. */
const forbidden = /[^A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+. ]+/;
/** Steps after counts are written out. */
const mostSteps = 2_000;
const wordBits = 32;

/**
 * A regular expression as it stands between two `%`. Throws FilterError. Its test takes a time that grows with the text's length and no
 * faster, whatever the expression: a backtracking one could hold up the service for hours on one event.
 */
export function regularExpression(source: string): { test(text: string): boolean } {
  const wrong = forbidden.exec(source)?.[0];
  if (wrong !== undefined) throw invalidCharacters(wrong);
  const alternatives = parseSteps(source, mostSteps);
  if (alternatives === undefined) throw new FilterError(`Invalid regular expression '${source}'`);
  return new StepMatcher(alternatives);
}

/** Follows all ways through the steps at once: bit n of its words says that what comes next may be step n. */
class StepMatcher {
  readonly #steps: ExpressionStep[] = [];
  /** Where an alternative begins: at any character, or at the first only. */
  readonly #anywhere: Uint32Array;
  readonly #first: Uint32Array;
  /** Where one ends; at the last character only, or anywhere. */
  readonly #ends: Uint32Array;
  readonly #lastEnds: Uint32Array;
  readonly #loops: Uint32Array;
  readonly #skippable: readonly number[];
  /** Of the test that runs. */
  readonly #now: Uint32Array;
  readonly #next: Uint32Array;
  /** By character code: the steps that take it. All beyond ASCII are alike. */
  readonly #taking = new Map<number, Uint32Array>();

  constructor(alternatives: ReturnType<typeof parseSteps> & object) {
    const bits = alternatives.reduce((sum, { steps }) => sum + steps.length + 1, 0);
    const mask = (): Uint32Array => new Uint32Array(Math.ceil(bits / wordBits));
    [this.#anywhere, this.#first, this.#ends, this.#lastEnds] = [mask(), mask(), mask(), mask()];
    [this.#loops, this.#now, this.#next] = [mask(), mask(), mask()];
    for (const { steps, fromStart, toEnd } of alternatives) {
      set(fromStart ? this.#first : this.#anywhere, this.#steps.length);
      this.#steps.push(...steps);
      set(toEnd ? this.#lastEnds : this.#ends, this.#steps.length);
      this.#steps.push(noStep);
    }
    this.#skippable = this.#steps.flatMap(({ skippable }, index) => (skippable ? [index] : []));
    for (const [index, { loops }] of this.#steps.entries()) if (loops) set(this.#loops, index);
  }

  test(text: string): boolean {
    let [now, next] = [this.#now, this.#next];
    for (let index = 0; index < now.length; index += 1) now[index] = (this.#first[index] ?? 0) | (this.#anywhere[index] ?? 0);
    this.#skip(now);
    for (let index = 0; index < text.length; index += 1) {
      if (meet(now, this.#ends)) return true;
      this.#move(now, next, this.#takingOf(text.charCodeAt(index)));
      [now, next] = [next, now];
    }
    return meet(now, this.#ends) || meet(now, this.#lastEnds);
  }

  /** Over one character. */
  #move(now: Uint32Array, next: Uint32Array, taking: Uint32Array): void {
    let carry = 0;
    for (let index = 0; index < now.length; index += 1) {
      const taken = (now[index] ?? 0) & (taking[index] ?? 0);
      next[index] = (taken << 1) | carry | (taken & (this.#loops[index] ?? 0)) | (this.#anywhere[index] ?? 0);
      carry = taken >>> (wordBits - 1);
    }
    this.#skip(next);
  }

  #skip(steps: Uint32Array): void {
    for (const index of this.#skippable) if (has(steps, index)) set(steps, index + 1);
  }

  #takingOf(code: number): Uint32Array {
    const key = Math.min(code, 0x80);
    const known = this.#taking.get(key);
    if (known !== undefined) return known;
    const mask = new Uint32Array(this.#loops.length);
    const character = String.fromCharCode(key);
    for (const [index, step] of this.#steps.entries()) if (step.takes.test(character)) set(mask, index);
    this.#taking.set(key, mask);
    return mask;
  }
}

const noStep: ExpressionStep = { takes: /[^\s\S]/, skippable: false, loops: false };

function set(mask: Uint32Array, bit: number): void {
  const word = Math.floor(bit / wordBits);
  mask[word] = (mask[word] ?? 0) | (1 << (bit % wordBits));
}

function has(mask: Uint32Array, bit: number): boolean {
  return ((mask[Math.floor(bit / wordBits)] ?? 0) & (1 << (bit % wordBits))) !== 0;
}

function meet(one: Uint32Array, other: Uint32Array): boolean {
  for (let index = 0; index < one.length; index += 1) if (((one[index] ?? 0) & (other[index] ?? 0)) !== 0) return true;
  return false;
}
