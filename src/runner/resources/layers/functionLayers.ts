import type { Disposable } from '../../../common/disposable.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import type { StoredLayer } from '../functions/furtherSettings.ts';
import type { StoredConfiguration } from '../functions/storedFunction.ts';
import type { RegionResources } from '../regionResources.ts';
import { parseLayerReference } from './layerArn.ts';
import { layerErrors } from './layerErrors.ts';
import { findVersion } from './layerVersions.ts';

type Region = Pick<RegionResources, 'identity' | 'tables'>;
type Code = Pick<StoredConfiguration['code'], 'unzippedSize'>;

/**
 * The layer versions that a function is to have, with the code that it has. Throws LambdaError: too many, of another Region,
 * not there, twice the same layer, too large together. Those of another account are taken without a content, which is
 * fetched from AWS when it is first needed. Where the function is not written in the same turn, `holdLayers` keeps their archives until it is.
 */
export function takeLayers(region: Region, arns: readonly string[], code: Code = {}): readonly StoredLayer[] {
  if (arns.length > limits.layersPerFunction) {
    throw lambdaErrors.invalidParameter(`Cannot reference more than ${limits.layersPerFunction} layers.`);
  }
  const versions = new Map<string, string>();
  const layers = arns.map((arn) => {
    const layer = takeLayer(region, arn);
    const name = nameOf(arn);
    const other = versions.get(name);
    if (other !== undefined) {
      throw lambdaErrors.invalidParameter(
        'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
          `${other} and ${arn} are versions of the same layer.`,
      );
    }
    versions.set(name, arn);
    return layer;
  });
  checkUnzippedSize(code, layers);
  return layers;
}

/**
 * Keeps the archives of layers that were just taken, though their versions be deleted meanwhile. Call it in the turn in which
 * they were taken, and dispose the answer once the function is written.
 */
export function holdLayers({ archives }: Pick<RegionResources, 'archives'>, layers: readonly StoredLayer[]): Disposable {
  return archives.hold(layers.flatMap(({ sha256 }) => sha256 ?? []));
}

/** Throws LambdaError where the files of a function's code and its layers are too large together. Images have no layers. */
export function checkUnzippedSize({ unzippedSize = 0 }: Code, layers: readonly StoredLayer[]): void {
  const limit = limits.unzippedCodeBytes;
  const ofLayers = layers.reduce((sum, layer) => sum + (layer.unzippedSize ?? 0), 0);
  if (ofLayers > limit) throw lambdaErrors.invalidParameter(`Layers consume more than the available size of ${limit} bytes`);
  const total = unzippedSize + ofLayers;
  if (layers.length > 0 && total > limit) {
    throw lambdaErrors.invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${limit} bytes. The actual size is ${total} bytes.`,
    );
  }
}

function takeLayer({ identity, tables }: Region, arn: string): StoredLayer {
  const reference = parseLayerReference(arn);
  if (reference?.version === undefined) return unavailable(arn);
  const { name, version, region, account } = reference;
  if (region !== identity.region) {
    throw lambdaErrors.invalidParameter(
      `Layers are not in the same region as the function. Layers are expected to be in region ${identity.region}.`,
    );
  }
  if (account !== identity.account) return unavailable(arn);
  const found = findVersion(tables, name, version);
  if (found === undefined) throw layerErrors.unknownToFunction(arn);
  const { sha256, size, unzippedSize, signature } = found.document;
  return { Arn: arn, CodeSize: size, sha256, unzippedSize, ...(signature !== undefined && { signature }) };
}

function unavailable(arn: string): StoredLayer {
  return { Arn: arn, CodeSize: 0 };
}

/** The ARN without the version. Layers that AWS has built in have none. */
function nameOf(arn: string): string {
  return parseLayerReference(arn) === undefined ? arn : arn.slice(0, arn.lastIndexOf(':'));
}
