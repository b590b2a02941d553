/** A header as it goes over the wire: its name and one value; a name may come more than once. */
export type HeaderField = readonly [name: string, value: string];

/** By name in lower case; several of one name are joined by commas. */
export function joinedHeaders(fields: readonly HeaderField[]): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of fields) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before},${value}`);
  }
  return joined;
}

/** Source: RFC 9110, "Field Names". Methods are such tokens too. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}
