import { lambdaErrors } from '../../lambda/lambdaError.ts';

/** Told apart from what other versions, or other services, give out. */
const prefix = 'lambda-workbench/1/';

/** An opaque marker of the page after a name. */
export function markerAfter(name: string): string {
  return Buffer.from(prefix + name).toString('base64url');
}

/** The name that a page begins after; '' for the first. Throws LambdaError for a marker that is none of ours. */
export function nameIn(marker: string | undefined): string {
  if (marker === undefined || marker === '') return '';
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(prefix)) throw lambdaErrors.invalidParameter('Invalid marker.');
  return text.slice(prefix.length);
}
