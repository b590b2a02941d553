import { autoScalingErrors } from './autoScalingError.ts';

export interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Source: API reference: up to 50, and 50 where it is left out. */
const longestPage = 50;
const prefix = 'lambda-workbench/scaling/';

/** A page of what is listed in the order of `place`, which differ; `answer` makes the items. Throws LambdaError for a token of others. */
export function pageOf<T>(
  all: readonly T[],
  place: (item: T) => string,
  { MaxResults = longestPage, NextToken }: PageInput,
): { readonly items: readonly T[]; readonly more: { readonly NextToken?: string } } {
  const start = NextToken === undefined ? 0 : startAfter(placeIn(NextToken), all.map(place));
  const items = all.slice(start, start + MaxResults);
  const last = items.at(-1);
  const goesOn = last !== undefined && start + items.length < all.length;
  return { items, more: goesOn ? { NextToken: Buffer.from(prefix + place(last)).toString('base64url') } : {} };
}

function placeIn(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(prefix)) throw autoScalingErrors.badToken();
  return text.slice(prefix.length);
}

/** What a page ended with may be gone by now. */
function startAfter(last: string, places: readonly string[]): number {
  const index = places.indexOf(last);
  if (index < 0) throw autoScalingErrors.badToken();
  return index + 1;
}
