import { FilterError, invalidCharacters } from './filterError.ts';

/** What may stand in one: no parentheses, and no characters beyond ASCII. */
const forbidden = /[^A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+. ]+/;

/** A regular expression as it stands between two `%`. Throws FilterError. */
export function regularExpression(source: string): RegExp {
  const wrong = forbidden.exec(source)?.[0];
  if (wrong !== undefined) throw invalidCharacters(wrong);
  try {
    return new RegExp(source);
  } catch {
    throw new FilterError(`Invalid regular expression '${source}'`);
  }
}
