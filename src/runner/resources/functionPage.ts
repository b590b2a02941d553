import type { DocumentTable } from '../store/documentTable.ts';
import { ofFunction, partsOfKey } from './functionKey.ts';
import { markerAfter, nameIn } from './pageMarker.ts';

export interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface FunctionPage<T> {
  /** Without a qualifier, what is the function's own. */
  readonly items: readonly { readonly qualifier: string; readonly value: T }[];
  /** Where there are more. */
  readonly NextMarker?: string;
}

/** Source: lists of the Lambda API: no page has more, even where more is asked for. */
const longestPage = 50;

/** A page of what belongs to a function and its qualifiers, in the order of the qualifiers. Throws LambdaError for a bad marker. */
export function pageOfFunction<T>(table: DocumentTable<T>, name: string, { Marker, MaxItems }: PageRequest): FunctionPage<T> {
  const count = Math.min(MaxItems ?? longestPage, longestPage);
  // One more tells whether there is another page. Markers hold whole keys: the function's own has no qualifier to come after.
  const found = table.page({ prefix: ofFunction(name), after: nameIn(Marker), count: count + 1 });
  const page = found.slice(0, count);
  const last = page.at(-1)?.key;
  return {
    items: page.map(({ key, value }) => ({ qualifier: partsOfKey(key).qualifier, value })),
    ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
  };
}
