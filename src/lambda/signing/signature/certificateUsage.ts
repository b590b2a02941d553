import { objectIds } from '../objectIds.ts';
import { type BerElement, expectUniversal, isUniversal, oidOf, partsOf, readBer, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';

/** What a certificate's extensions let it be used for (RFC 5280, 4.2.1). */
export interface CertificateUsage {
  /** Undefined where it may issue none; Infinity where nothing bounds the certificates between it and the signer's. */
  readonly pathLength: number | undefined;
  /** Undefined: any. */
  readonly keyUsage: KeyUsage | undefined;
  readonly extended: readonly string[] | undefined;
  /** It has a critical extension that is not understood here, or one twice: RFC 5280, 4.2 says to refuse it. */
  readonly refused: boolean;
}

interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
}

interface Extension {
  readonly id: string;
  readonly critical: boolean;
  /** DER. */
  readonly value: Uint8Array<ArrayBuffer>;
}

/** Policies bind only who asks for some. */
const understood: ReadonlySet<string> = new Set([objectIds.basicConstraints, objectIds.keyUsage, objectIds.extendedKeyUsage, objectIds.certificatePolicies]);

/** `field`: the certificate's `[3]`, where it has one. Throws MalformedSignature for extensions that cannot be read. */
export function usageOf(field: BerElement | undefined): CertificateUsage {
  const extensions = field === undefined ? [] : partsOf(field.children[0]).map(extensionOf);
  const values = new Map(extensions.map(({ id, value }) => [id, value]));
  const read = <T>(id: string, reader: (element: BerElement) => T): T | undefined => {
    const value = values.get(id);
    return value === undefined ? undefined : reader(readBer(value));
  };
  return {
    pathLength: read(objectIds.basicConstraints, pathLengthOf),
    keyUsage: read(objectIds.keyUsage, keyUsageOf),
    extended: read(objectIds.extendedKeyUsage, (element) => partsOf(element).map(oidOf)),
    refused: values.size !== extensions.length || extensions.some(({ critical, id }) => critical && !understood.has(id)),
  };
}

function extensionOf(element: BerElement): Extension {
  const [id, ...rest] = partsOf(element);
  const critical = isUniversal(rest[0], universal.boolean) ? (rest.shift()?.content[0] ?? 0) !== 0 : false;
  return { id: oidOf(id), critical, value: expectUniversal(rest[0], universal.octetString).content };
}

/** No chain is so long that it takes more than a byte; what is told otherwise allows none. */
function pathLengthOf(constraints: BerElement): number | undefined {
  const [authority, length] = partsOf(constraints);
  if (!isUniversal(authority, universal.boolean) || authority.content[0] === 0) return undefined;
  if (length === undefined) return Number.POSITIVE_INFINITY;
  const { content } = expectUniversal(length, universal.integer);
  const [value = 0] = content;
  return content.length === 1 && value < 0x80 ? value : undefined;
}

/** Bits 0 and 5 (RFC 5280, 4.2.1.3), unless they are among those at the end that say nothing. */
function keyUsageOf(element: BerElement): KeyUsage {
  const [unused = 8, first = 0, ...more] = expectUniversal(element, universal.bitString).content;
  if (unused > 7) throw new MalformedSignature('A key has no usage that can be read.');
  const bits = more.length === 0 ? first & (0xff << unused) : first;
  return { digitalSignature: (bits & 0x80) !== 0, keyCertSign: (bits & 0x04) !== 0 };
}
