/**
 * Keys of what belongs to a function: `name!qualifier`; without a qualifier, to the function as a whole. Neither part has the
 * separator in it, and all keys of a function begin alike.
 */
export function functionKey(name: string, qualifier = ''): string {
  return `${ofFunction(name)}${qualifier}`;
}

/** What all keys of a function begin with. */
export function ofFunction(name: string): string {
  return `${name}${separator}`;
}

export function partsOfKey(key: string): { readonly name: string; readonly qualifier: string } {
  const at = key.indexOf(separator);
  return { name: key.slice(0, at), qualifier: key.slice(at + 1) };
}

/** Numbers of versions as they stand in keys: in the order of the numbers. */
export function numberedKey(name: string, version: number): string {
  return functionKey(name, String(version).padStart(digits, '0'));
}

export function numberOfKey(key: string): number {
  return Number(partsOfKey(key).qualifier);
}

const separator = '!';
const digits = 10;
