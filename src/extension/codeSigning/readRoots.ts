import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CodedError, messageOf } from '../../common/codedError.ts';

export type RootsFailure = 'SIGNING_ROOTS_UNUSABLE';

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g;

/**
 * The certificates of files, in DER: a file holds one in DER, or any number in PEM. Throws CodedError with a `RootsFailure`, which names
 * the file: a root that is not read would make a good signature look like a bad one.
 * @param setting the id of the one that names the files.
 * @param unusable says it in the user's words.
 */
export async function readRoots(files: readonly string[], setting: string, unusable: (file: string, why: string) => string): Promise<readonly Uint8Array[]> {
  const each = files.map(async (file) => {
    try {
      return certificatesIn(await readFile(file));
    } catch (error) {
      throw new CodedError('SIGNING_ROOTS_UNUSABLE' satisfies RootsFailure, unusable(file, messageOf(error)), { details: { file, setting } });
    }
  });
  return (await Promise.all(each)).flat();
}

/** Throws where there is none. */
function certificatesIn(bytes: Buffer): readonly Uint8Array[] {
  const pems = bytes.toString('latin1').match(block) ?? [];
  return (pems.length === 0 ? [bytes] : pems).map((each) => new Uint8Array(new X509Certificate(each).raw));
}
