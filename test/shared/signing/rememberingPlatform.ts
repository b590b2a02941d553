import { createHash, webcrypto } from 'node:crypto';

import type { SigningPlatform } from '../../../src/lambda/signing/signingPlatform.ts';
import { nodeSigningPlatform } from '../../../src/node/signing/nodeSigningPlatform.ts';

/** Node's, that verifies no signature twice: the same key, bytes and signature have the same answer, and thousands of mutants share them. */
export function rememberingPlatform(): SigningPlatform {
  const answers = new Map<string, Promise<unknown>>();
  const keyNames = new WeakMap<object, string>();
  const { subtle } = webcrypto;
  const remembered = <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(name) ?? ask();
    answers.set(name, known);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- answers of one name are of one kind
    return known as Promise<T>;
  };
  const importKey = async (...given: Parameters<typeof subtle.importKey>) => {
    const name = nameOf(['key', ...given]);
    const key = await remembered(name, () => subtle.importKey(...given));
    keyNames.set(key, name);
    return key;
  };
  const verify = (...given: Parameters<typeof subtle.verify>) => {
    const [algorithm, key, ...bytes] = given;
    return remembered(nameOf(['verify', algorithm, keyNames.get(key), ...bytes]), () => subtle.verify(...given));
  };
  const crypto = { subtle: { importKey, verify }, getRandomValues: webcrypto.getRandomValues.bind(webcrypto) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- who only verifies uses nothing else of it
  return { ...nodeSigningPlatform, crypto: crypto as unknown as SigningPlatform['crypto'] };
}

function nameOf(parts: readonly unknown[]): string {
  const hash = createHash('sha1');
  for (const part of parts) {
    if (part instanceof ArrayBuffer) hash.update(Buffer.from(part));
    else if (ArrayBuffer.isView(part)) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else hash.update(JSON.stringify(part) ?? '');
    hash.update('|');
  }
  return hash.digest('hex');
}
