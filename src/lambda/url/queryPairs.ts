export type QueryPair = readonly [key: string, value: string];

/** The pairs of a query as they were sent, still encoded; what has no `=` has an empty value. */
export function queryPairs(rawQuery: string): readonly QueryPair[] {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
}

/** Undoes percent encoding; what is not well encoded stays as it is. */
export function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
