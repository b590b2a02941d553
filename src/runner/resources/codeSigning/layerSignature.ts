import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { signatureEntryName } from '../../../lambda/signing/signatureEntry.ts';
import type { StoredArchive } from '../../store/archives/codeArchives.ts';
import type { RegionResources } from '../regionResources.ts';
import { type RecordedSignature, recordedSignature } from './recordedSignature.ts';

/**
 * What a layer's archive is signed with, by whomever. Nothing is refused here: PublishLayerVersion has no such answer, and a layer is
 * checked when a function with a code signing configuration is to have it. An archive without a signature costs one look for its file.
 */
export async function layerSignature(
  { archives, packageVerifier }: Pick<RegionResources, 'archives' | 'packageVerifier'>,
  { path, sha256 }: Pick<StoredArchive, 'path' | 'sha256'>,
  signal: AbortSignal,
): Promise<RecordedSignature | undefined> {
  const isSigned = await access(join(path, signatureEntryName)).then(
    () => true,
    () => false,
  );
  return isSigned ? recordedSignature(await packageVerifier.verify({ file: archives.zipOf(sha256) }, { signal })) : undefined;
}
