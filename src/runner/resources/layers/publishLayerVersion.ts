import { limits } from '../../../lambda/limits.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import type { StoredArchive } from '../../store/archives/codeArchives.ts';
import { commit } from '../../store/documentTable.ts';
import { layerSignature } from '../codeSigning/layerSignature.ts';
import type { RecordedSignature } from '../codeSigning/recordedSignature.ts';
import { zipOf } from '../functions/codeSource.ts';
import { checkCodeStorage } from '../functions/functionAccess.ts';
import { numberedKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkCompatibility } from './compatibility.ts';
import { layerAnswer } from './layerAnswer.ts';
import { exclusiveLayer, lastNumber, layerCodeSize, namedLayer } from './layerVersions.ts';
import type { LayerVersionDocument } from './storedLayer.ts';

type Input = Operations['PublishLayerVersion']['input'];

export function publishLayerVersion(region: RegionResources): Handler<'PublishLayerVersion'> {
  const { archives, functions, tables, store, identity } = region;
  return async (input, { signal }) => {
    const name = namedLayer(identity, 'PublishLayerVersion', input.LayerName);
    checkCompatibility(input);
    const zip = await zipOf(region, input.Content);
    checkCodeStorage(functions.codeSize + layerCodeSize(tables) + zip.byteLength, limits.accountCodeBytes);
    const archive = await archives.add(zip, input.Content.ZipFile === undefined ? 's3' : 'request');
    try {
      const signature = await layerSignature(region, archive, signal);
      return await exclusiveLayer(region, name, async () => {
        const number = lastNumber(tables, name) + 1;
        const document = newDocument(input, archive, signature, region.clock.now());
        await commit(store, [
          tables.layerVersions.putting(numberedKey(name, number), document),
          tables.layerCounters.putting(name, { lastVersion: number }),
        ]);
        functions.tellChange();
        return layerAnswer(region, { name, number, document });
      });
    } finally {
      archive.dispose();
    }
  };
}

function newDocument(
  input: Input,
  { sha256, size, unzippedSize }: StoredArchive,
  signature: RecordedSignature | undefined,
  createdAt: number,
): LayerVersionDocument {
  const { CompatibleRuntimes: runtimes, CompatibleArchitectures: architectures, LicenseInfo: licenseInfo } = input;
  return {
    sha256,
    size,
    unzippedSize,
    description: input.Description ?? '',
    createdAt,
    ...(runtimes !== undefined && { compatibleRuntimes: [...runtimes] }),
    ...(architectures !== undefined && { compatibleArchitectures: [...architectures] }),
    ...(licenseInfo !== undefined && { licenseInfo }),
    ...(signature !== undefined && { signature }),
  };
}
