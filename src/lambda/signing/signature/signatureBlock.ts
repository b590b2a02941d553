import { bytesOfBase64 } from '../pem.ts';
import { MalformedSignature } from './malformedSignature.ts';

const block = /^\s*-----BEGIN PKCS7-----[ \t]*\r?\n([A-Za-z0-9+/=\s]*)-----END PKCS7-----\s*$/;
const space = /\s+/g;

/** The bytes of the one block that the file is to hold, with nothing around it. */
export function bytesOfPem(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const [, lines] = block.exec(latin(file)) ?? [];
  if (lines === undefined) throw new MalformedSignature('It is no PEM of a PKCS7 block.');
  const bytes = bytesOfBase64(lines.replaceAll(space, ''));
  if (bytes === undefined) throw new MalformedSignature('Its base64 is broken.');
  return bytes;
}

/** A character for each byte. */
function latin(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return parts.join('');
}
