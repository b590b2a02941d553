import { signerErrors } from '../signerErrors.ts';

export interface PageInput {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** Source: AWS Signer's model, MaxResults: up to 25; as many where it is left out. */
const longestPage = 25;
const prefix = 'lambda-workbench/signing/';

/** A page of what is listed in ascending order of `place`, which differ. What a page ended with may be gone by the next. */
export function pageOf<T>(
  all: readonly T[],
  place: (item: T) => string,
  { maxResults = longestPage, nextToken }: PageInput,
): { readonly items: readonly T[]; readonly more: { readonly nextToken?: string } } {
  const after = nextToken === undefined ? '' : placeIn(nextToken);
  const rest = all.filter((item) => place(item) > after);
  const items = rest.slice(0, maxResults);
  const last = items.at(-1);
  const goesOn = last !== undefined && items.length < rest.length;
  return { items, more: goesOn ? { nextToken: Buffer.from(prefix + place(last)).toString('base64url') } : {} };
}

function placeIn(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(prefix)) throw signerErrors.badToken();
  return text.slice(prefix.length);
}
