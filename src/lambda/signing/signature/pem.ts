import { MalformedSignature } from './malformedSignature.ts';

const block = /^\s*-----BEGIN PKCS7-----[ \t]*\r?\n([A-Za-z0-9+/=\s]*)-----END PKCS7-----\s*$/;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const space = /\s+/g;

/** The bytes of the one block that the file is to hold, with nothing around it. */
export function bytesOfPem(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const [, lines] = block.exec(latin(file)) ?? [];
  if (lines === undefined) throw new MalformedSignature('It is no PEM of a PKCS7 block.');
  const text = lines.replaceAll(space, '');
  const digits = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || digits.includes('=')) throw new MalformedSignature('Its base64 is broken.');
  return decode(digits);
}

function decode(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = bits >> count;
    at += 1;
  }
  return bytes;
}

/** A character for each byte. */
function latin(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return parts.join('');
}
