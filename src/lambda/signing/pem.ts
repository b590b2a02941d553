const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(digits, (digit, index) => [digit, index]));
const lineLength = 64;

/** `-----BEGIN LABEL-----`, base64 in lines of 64, `-----END LABEL-----`, each line ended. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = base64(bytes).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The first block of that label in a text that may hold others; undefined where there is none that can be read. */
export function decodePem(label: string, text: string): Uint8Array<ArrayBuffer> | undefined {
  const [, body] = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`).exec(text) ?? [];
  return body === undefined ? undefined : bytesOfBase64(body.replaceAll(/\s/g, ''));
}

function base64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const group = bytes.subarray(index, index + 3);
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => digits.charAt((bits >> shift) & 63)).join('');
    groups.push(four.slice(0, group.length + 1).padEnd(4, '='));
  }
  return groups.join('');
}

/** Undefined for what is no base64. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0) return undefined;
  const given = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((given.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const digit of given) {
    const value = values.get(digit);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = bits >> count;
    at += 1;
  }
  return bytes;
}
