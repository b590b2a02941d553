import { join } from 'node:path';
import { l10n } from 'vscode';
import { CodedError } from '../../../common/codedError.ts';
import type { PackageVerifier } from '../../codeSigning/packages/packageVerifier.ts';
import { isSignedFile } from './isSignedFile.ts';

/**
 * What can be signed of a package that Lambda has: signed already, it has its signature taken off, provided that it still is what was signed.
 * Nobody shall sign what somebody has slipped in. Rejects with CodedError `SIGNED_CONTENT_CHANGED`.
 */
export async function unsignedArchive(verifier: PackageVerifier, archive: string, folder: string, name: string, signal: AbortSignal): Promise<string> {
  if (!(await isSignedFile(archive))) return archive;
  const against = { roots: [], allowedProfileVersions: undefined, revocations: async () => [], connection: '' };
  const { integrity } = (await verifier.verifyFile(archive, against, signal)).checks;
  const { withoutSignature } = await import('../../codeSigning/packing/withoutSignature.ts');
  const unsigned = join(folder, 'signature-removed.zip');
  if (integrity.verdict === 'passed' && (await withoutSignature(archive, unsigned, signal))) return unsigned;
  throw new CodedError(
    'SIGNED_CONTENT_CHANGED',
    l10n.t('The package of {0} has a signature, and is not what was signed. It is not signed again: choose a zip or a folder that you have built.', name),
  );
}

/** Signer refuses a zip of the user's that has a signature: better told before anything is asked. Rejects with CodedError `PACKAGE_ALREADY_SIGNED`. */
export async function refuseSigned(path: string): Promise<void> {
  if (!/\.(?:zip|jar)$/i.test(path) || !(await isSignedFile(path).catch(() => false))) return;
  throw new CodedError('PACKAGE_ALREADY_SIGNED', l10n.t('{0} is signed already. Deploy it as it is, or sign the zip or folder that it was made from.', path));
}
