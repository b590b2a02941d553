/** One page of a list; `next` is the marker of the page after it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** As many as Lambda lists at once. */
const pageSize = 50;

/** What asks for the page behind a marker. */
export function pageInput(marker: string | undefined): { readonly MaxItems: number; readonly Marker?: string } {
  return { MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) };
}

export function page<T>(items: readonly T[] | undefined, next: string | undefined): Page<T> {
  return { items: items ?? [], ...(next !== undefined && next !== '' && { next }) };
}
