import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { latestVersion } from '../../../lambda/function.ts';
import type { PageLoader } from '../pagedList.ts';

type Version = Pick<FunctionConfiguration, 'Version'>;

/** As many as a list of Lambda's has. */
const pageSize = 50;

/**
 * Lambda lists versions from the oldest on; people look for the newest. So all pages are read before the first is shown, which
 * begins with `$LATEST`, and they are given out in pages again.
 */
export function newestFirst<T extends Version>(load: PageLoader<T>): PageLoader<T> {
  let versions: readonly T[] = [];
  return async (marker, signal) => {
    if (marker === undefined) versions = (await allOf(load, signal)).toSorted(byAge);
    const begin = Number(marker ?? 0);
    const end = begin + pageSize;
    return { items: versions.slice(begin, end), ...(end < versions.length && { next: String(end) }) };
  };
}

async function allOf<T>(load: PageLoader<T>, signal: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const page = await load(marker, signal);
    all.push(...page.items);
    marker = page.next;
  } while (marker !== undefined && !signal.aborted);
  return all;
}

function byAge(one: Version, other: Version): number {
  return rank(other) - rank(one);
}

function rank({ Version: version }: Version): number {
  return version === undefined || version === latestVersion ? Infinity : Number(version);
}
