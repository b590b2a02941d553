import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { RegionResources } from '../regionResources.ts';
import { listedLayerAnswer } from './layerAnswer.ts';
import { layerArn } from './layerArn.ts';
import { layerNames, type LayerVersion, namedLayer, newestFirst } from './layerVersions.ts';

/** Source: MaxLayerListItems of the Lambda API. */
const longestPage = 50;

/** Each layer with the newest of its versions that match; layers without one are left out. */
export function listLayers(region: RegionResources): Handler<'ListLayers'> {
  const { tables, identity } = region;
  return async (input) => {
    const { items, last } = pageOf(newestOfEach(tables, nameIn(input.Marker), input), input.MaxItems);
    return {
      Layers: items.map((version) => ({
        LayerName: version.name,
        LayerArn: layerArn(identity, version.name),
        LatestMatchingVersion: listedLayerAnswer(region, version),
      })),
      ...(last !== undefined && { NextMarker: markerAfter(last.name) }),
    };
  };
}

export function listLayerVersions(region: RegionResources): Handler<'ListLayerVersions'> {
  return async (input) => {
    const name = namedLayer(region.identity, 'ListLayerVersions', input.LayerName);
    const { items, last } = pageOf(matching(newestFirst(region.tables, name, numberIn(input.Marker)), input), input.MaxItems);
    return {
      LayerVersions: items.map((version) => listedLayerAnswer(region, version)),
      ...(last !== undefined && { NextMarker: markerAfter(String(last.number)) }),
    };
  };
}

type Filter = Pick<Operations['ListLayers']['input'], 'CompatibleRuntime' | 'CompatibleArchitecture'>;

/** What a version does not say that it is compatible with, it is not listed for. */
function matches({ document }: LayerVersion, { CompatibleRuntime: runtime, CompatibleArchitecture: architecture }: Filter): boolean {
  return (
    (runtime === undefined || document.compatibleRuntimes?.includes(runtime) === true) &&
    (architecture === undefined || document.compatibleArchitectures?.includes(architecture) === true)
  );
}

function* matching(versions: Iterable<LayerVersion>, filter: Filter): Generator<LayerVersion, void> {
  for (const version of versions) if (matches(version, filter)) yield version;
}

function* newestOfEach(tables: RegionResources['tables'], after: string, filter: Filter): Generator<LayerVersion, void> {
  for (const name of layerNames(tables, after)) {
    const [newest] = matching(newestFirst(tables, name), filter);
    if (newest !== undefined) yield newest;
  }
}

interface Page {
  readonly items: readonly LayerVersion[];
  /** The page's last item, where there are more behind it. */
  readonly last?: LayerVersion;
}

/** Takes no more of what is found than the page needs. */
function pageOf(found: Iterable<LayerVersion>, maxItems: number = longestPage): Page {
  const count = Math.min(maxItems, longestPage);
  const items: LayerVersion[] = [];
  for (const version of found) {
    const last = items.at(-1);
    if (items.length === count && last !== undefined) return { items, last };
    items.push(version);
  }
  return { items };
}

/** The number that a page of versions goes on below. */
function numberIn(marker: string | undefined): number {
  const text = nameIn(marker);
  if (text === '') return Infinity;
  if (!/^\d{1,10}$/.test(text)) throw lambdaErrors.invalidParameter('Invalid marker.');
  return Number(text);
}
