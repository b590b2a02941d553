import { X509Certificate } from 'node:crypto';

import { CodedError, messageOf } from '../../common/codedError.ts';
import { readRegularFile } from '../store/readRegularFile.ts';
import { isReadableRoot } from './verify/verifyArchive.ts';

/** A certificate takes a kilobyte or two: this is a bundle of hundreds. */
const mostBytes = 1024 * 1024;

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of a file, in DER: one or more in PEM, whatever else stands there, or one in DER. Throws CodedError `SIGNING_ROOT_UNUSABLE`. */
export async function readRootFile(file: string): Promise<readonly Uint8Array[]> {
  try {
    const bytes = await readRegularFile(file, mostBytes);
    if (typeof bytes === 'string') throw new Error(bytes === 'notFile' ? 'it is no regular file' : `it is larger than ${mostBytes} bytes`);
    const blocks = bytes.toString('latin1').match(pemCertificate);
    const roots = (blocks ?? [bytes]).map((block) => new Uint8Array(new X509Certificate(block).raw));
    if (!roots.every(isReadableRoot)) throw new Error('a certificate in it has a form that signatures are not checked with');
    return roots;
  } catch (error) {
    throw new CodedError(
      'SIGNING_ROOT_UNUSABLE',
      `The root certificates in ${file} cannot be read: ${messageOf(error)}. Name a file that holds certificates in PEM or DER.`,
      { cause: error, details: { file } },
    );
  }
}
