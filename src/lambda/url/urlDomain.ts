import type { Identity } from '../arn.ts';

/** The host that a function's URL has in AWS. */
export function urlDomain({ region }: Pick<Identity, 'region'>, urlId: string): string {
  return `${urlId}.lambda-url.${region}.on.aws`;
}
