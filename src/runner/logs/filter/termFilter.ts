import { FilterError, invalidCharacters } from './filterError.ts';
import type { Filter } from './filter.ts';
import { regularExpression } from './regularExpression.ts';

interface Term {
  readonly sign: '' | '?' | '-';
  matches(text: string): boolean;
}

/** Sign, then a phrase in quotes, a regular expression or a word. */
const term = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([\p{L}\p{N}_]+))/uy;

/** All terms without a sign, none of those with `-`; those with `?` count only where there are none without a sign, and then any does. */
export function termFilter(pattern: string): Filter {
  const terms = readTerms(pattern);
  const signed = (sign: Term['sign']) => terms.filter((candidate) => candidate.sign === sign);
  const required = signed('');
  const excluded = signed('-');
  const optional = required.length > 0 ? [] : signed('?');
  return (text) =>
    required.every((one) => one.matches(text)) &&
    !excluded.some((one) => one.matches(text)) &&
    (optional.length === 0 || optional.some((one) => one.matches(text)));
}

function readTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  term.lastIndex = 0;
  for (let start = 0; start < pattern.length; start = term.lastIndex) {
    term.lastIndex = start;
    const found = term.exec(pattern);
    if (found === null) throw refusal(pattern.slice(start).trim());
    const [, sign, phrase, expression, word] = found;
    terms.push({ sign: signOf(sign), matches: matcher(phrase, expression, word) });
  }
  return terms;
}

function signOf(text: string | undefined): Term['sign'] {
  return text === '?' || text === '-' ? text : '';
}

function matcher(phrase: string | undefined, expression: string | undefined, word: string | undefined): (text: string) => boolean {
  if (expression !== undefined) {
    const compiled = regularExpression(expression);
    return (text) => compiled.test(text);
  }
  const wanted = phrase === undefined ? (word ?? '') : phrase.replaceAll(/\\(.)/gs, '$1');
  return (text) => text.includes(wanted);
}

function refusal(rest: string): FilterError {
  if (/^[?-]?"/.test(rest)) return new FilterError('A quotation mark is missing in the filter pattern');
  return invalidCharacters(/^[?-]?([^\p{L}\p{N}_\s"]+)/u.exec(rest)?.[1] ?? rest.slice(0, 1));
}
