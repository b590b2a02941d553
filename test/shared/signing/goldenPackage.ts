import { readFileSync } from 'node:fs';

/** The sample package as it was signed once, by keys that nobody has any more: what was valid stays valid. */
export interface GoldenPackage {
  readonly root: Buffer;
  readonly signedData: Buffer;
  readonly zip: Buffer;
}

export function goldenPackage(): GoldenPackage {
  const file = new URL('../../fixtures/signing/golden.json', import.meta.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of ours
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<keyof GoldenPackage, string>>;
  return { root: Buffer.from(texts.root, 'base64'), signedData: Buffer.from(texts.signedData, 'base64'), zip: Buffer.from(texts.zip, 'base64') };
}
