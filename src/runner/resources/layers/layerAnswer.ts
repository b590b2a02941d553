import { pathToFileURL } from 'node:url';

import type { LayerVersionsListItem } from '@aws-sdk/client-lambda';

import type { Operations } from '../../api/operations.ts';
import { signatureAnswer } from '../codeSigning/recordedSignature.ts';
import type { RegionResources } from '../regionResources.ts';
import { timeAnswer } from '../timeAnswer.ts';
import { layerArn } from './layerArn.ts';
import type { LayerVersion } from './layerVersions.ts';

/** What lists tell of a version. */
export function listedLayerAnswer({ identity }: RegionResources, { name, number, document }: LayerVersion): LayerVersionsListItem {
  const { compatibleRuntimes, compatibleArchitectures, licenseInfo } = document;
  return {
    LayerVersionArn: layerArn(identity, name, number),
    Version: number,
    Description: document.description,
    CreatedDate: timeAnswer(document.createdAt),
    ...(compatibleRuntimes !== undefined && { CompatibleRuntimes: [...compatibleRuntimes] }),
    ...(compatibleArchitectures !== undefined && { CompatibleArchitectures: [...compatibleArchitectures] }),
    ...(licenseInfo !== undefined && { LicenseInfo: licenseInfo }),
  };
}

/** A version with its content. Where AWS gives a link to download the zip, it is a file here. */
export function layerAnswer(region: RegionResources, version: LayerVersion): Operations['GetLayerVersion']['output'] {
  const { sha256, size, signature } = version.document;
  return {
    ...listedLayerAnswer(region, version),
    LayerArn: layerArn(region.identity, version.name),
    Content: {
      Location: pathToFileURL(region.archives.zipOf(sha256)).href,
      CodeSha256: sha256,
      CodeSize: size,
      ...signatureAnswer(signature),
    },
  };
}
