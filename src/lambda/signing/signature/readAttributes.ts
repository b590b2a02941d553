import { firstInvalidByte } from '../../utf8Check.ts';
import { entryLabel } from '../archive/entryLabel.ts';
import { timeOf } from './asn1Time.ts';
import { type BerElement, expectUniversal, oidOf, partsOf, universal } from './ber.ts';
import { MalformedSignature } from './malformedSignature.ts';
import { objectIds } from '../objectIds.ts';

/** What the signer signed. */
export interface SignedAttributes {
  readonly messageDigest: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly signingTime: number;
  readonly expiry: number;
  readonly jobArn: string;
  readonly profileVersionArn: string;
}

const longestArn = 2048;

/** Each that counts must stand once, with one value; there may be others, such as the protection of algorithms of RFC 6211. */
export function readAttributes(attributes: BerElement): SignedAttributes {
  const values = new Map<string, BerElement>();
  for (const attribute of attributes.children) {
    const [type, set, ...more] = partsOf(attribute);
    const id = oidOf(type);
    const [value, ...others] = expectUniversal(set, universal.set).children;
    if (value === undefined || others.length > 0 || more.length > 0) throw new MalformedSignature(`The attribute ${id} has not one value.`);
    if (values.has(id)) throw new MalformedSignature(`The attribute ${id} stands twice.`);
    values.set(id, value);
  }
  if (oidOf(values.get(objectIds.contentType)) !== objectIds.data) throw new MalformedSignature('It signs something else than data.');
  return {
    messageDigest: expectUniversal(values.get(objectIds.messageDigest), universal.octetString).content,
    signingTime: timeOf(values.get(objectIds.signingTime), ['utc', 'generalized']),
    expiry: timeOf(values.get(objectIds.expiry), ['generalized']),
    jobArn: arnOf(values.get(objectIds.jobArn)),
    profileVersionArn: arnOf(values.get(objectIds.profileVersionArn)),
  };
}

function arnOf(element: BerElement | undefined): string {
  const { content } = expectUniversal(element, universal.utf8String);
  if (content.length === 0 || content.length > longestArn || firstInvalidByte(content) !== undefined) throw new MalformedSignature('An ARN is none.');
  return entryLabel(content);
}
