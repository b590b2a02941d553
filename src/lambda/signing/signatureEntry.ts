import { sameBytes } from './archive/numbers.ts';

/** The entry that holds a package's signature. Its folder, `META_INF/`, has an entry too, which the signature covers. */
export const signatureEntryName = 'META_INF/aws_signer_signature_v1.0.SF';

const nameBytes = Uint8Array.from(signatureEntryName, (character) => character.charCodeAt(0));

export function isSignatureEntry(name: Uint8Array): boolean {
  return sameBytes(name, nameBytes);
}
