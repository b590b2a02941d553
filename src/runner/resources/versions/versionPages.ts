import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import type { LambdaFunction } from '../functions/storedFunction.ts';
import { functionKey } from '../functionKey.ts';
import { nameIn } from '../pageMarker.ts';

/** Source: ListFunctions and ListVersionsByFunction in the Lambda API Reference: no page has more, even where more is asked for. */
const longestPage = 50;

export function versionPageLength(asked: number | undefined): number {
  return Math.min(asked ?? longestPage, longestPage);
}

/** The number that a page of one function's versions begins after: 0 after `$LATEST`, undefined for the first page. */
export function numberIn(marker: string | undefined): number | undefined {
  const text = nameIn(marker);
  return text === '' ? undefined : numberOf(text);
}

/** Where a page of all functions' versions ended. */
export interface VersionPlace {
  readonly name: string;
  /** 0 for `$LATEST`. */
  readonly version: number;
}

/** As it stands in a marker. */
export function placeText({ name, version }: VersionPlace): string {
  return functionKey(name, String(version));
}

/** Undefined for the first page. Throws LambdaError for a marker that is none of ours. */
export function placeIn(marker: string | undefined): VersionPlace | undefined {
  const [name, version] = nameIn(marker).split('!');
  if (name === undefined || name === '') return undefined;
  return { name, version: numberOf(version ?? '') };
}

/** Up to `count` places after `after`: every function's `$LATEST` and then its versions, in the order of names. Reads nothing from disk. */
export function placesAfter(functions: FunctionStore, after: VersionPlace | undefined, count: number): readonly VersionPlace[] {
  const places = after === undefined ? [] : versionsAfter(functions, after, count);
  for (const { configuration } of functions.page(after?.name ?? '', count - places.length)) {
    if (places.length >= count) break;
    const latest = { name: configuration.settings.FunctionName, version: 0 };
    places.push(latest, ...versionsAfter(functions, latest, count - places.length - 1));
  }
  return places;
}

/** What stands there: one read of the disk for each function. What is gone by now is left out. */
export async function readPlaces(functions: FunctionStore, places: readonly VersionPlace[]): Promise<readonly LambdaFunction[]> {
  const byName = Map.groupBy(places, ({ name }) => name);
  const read = Array.from(byName, async ([name, group]) => {
    const fn = functions.get(name);
    if (fn === undefined) return [];
    const numbers = group.flatMap(({ version }) => (version === 0 ? [] : version));
    const versions = await functions.versions(fn, numbers);
    return numbers.length === group.length ? versions : [fn, ...versions];
  });
  return (await Promise.all(read)).flat();
}

function versionsAfter(functions: FunctionStore, { name, version }: VersionPlace, count: number): VersionPlace[] {
  return functions.versionNumbers(name, version, count).map((number) => ({ name, version: number }));
}

function numberOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw lambdaErrors.invalidParameter('Invalid marker.');
}
