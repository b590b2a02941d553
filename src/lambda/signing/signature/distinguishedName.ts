import type { RelativeDistinguishedNames } from 'pkijs';

/** RFC 4514, 3. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** `CN=…, OU=…`, in the order in which they stand. */
export function distinguishedName({ typesAndValues }: RelativeDistinguishedNames): string {
  return typesAndValues.map(({ type, value }) => `${shortNames[type] ?? type}=${value.valueBlock.value}`).join(', ');
}
