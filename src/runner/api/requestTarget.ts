import { serializationError } from './serializationError.ts';

/** Values by key, in the order in which they stand; keys without a value have an empty one. */
export type Query = ReadonlyMap<string, readonly string[]>;

const noQuery: Query = new Map();

/** A request's path, still encoded, and its query. */
export function splitTarget(target: string): { readonly path: string; readonly query: Query } {
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, query: noQuery }
    : { path: target.slice(0, mark), query: parseQuery(target.slice(mark + 1)) };
}

function parseQuery(text: string): Query {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decodeText(equals === -1 ? pair : pair.slice(0, equals), true);
    const value = equals === -1 ? '' : decodeText(pair.slice(equals + 1), true);
    const values = query.get(key);
    if (values === undefined) query.set(key, [value]);
    else values.push(value);
  }
  return query;
}

const badEncoding = 'The path or the query is not well encoded: a % stands before two hexadecimal digits, and the whole is UTF-8.';

/** Undoes percent encoding. Throws SerializationException where it is broken or not UTF-8. */
export function decodeText(text: string, plusIsSpace = false): string {
  const spaced = plusIsSpace ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw serializationError(badEncoding);
  }
}
