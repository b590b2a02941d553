import { entryLabel } from '../archive/entryLabel.ts';
import { objectIds } from '../objectIds.ts';
import { type BerElement, expectUniversal, oidOf, partsOf, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';

/** RFC 4514, 3. */
const shortNames: Readonly<Record<string, string>> = {
  [objectIds.commonName]: 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  [objectIds.organizationalUnit]: 'OU',
};

/** BMPString and UniversalString: big-endian, of two and four bytes a character (X.690, 8.23). All others are of one, or UTF-8. */
const wideCharacters: Readonly<Record<number, number>> = { 30: 2, 28: 4 };

/** `CN=…, OU=…`, in the order in which they stand. Throws MalformedSignature. */
export function distinguishedName(name: BerElement): string {
  return partsOf(name)
    .flatMap((set) => expectUniversal(set, universal.set).children)
    .map((attribute) => {
      const [type, value] = partsOf(attribute);
      const id = oidOf(type);
      return `${shortNames[id] ?? id}=${textOf(value)}`;
    })
    .join(', ');
}

function textOf(element: BerElement | undefined): string {
  if (element === undefined || element.constructed) throw new MalformedSignature('A name has no text.');
  const { content, tag } = element;
  const width = wideCharacters[tag];
  if (width === undefined) return entryLabel(content);
  const characters: string[] = [];
  for (let at = 0; at < content.length; at += width) {
    const point = content.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
    characters.push(String.fromCodePoint(Math.min(point, 0x10_ffff)));
  }
  return characters.join('');
}
