import type { Identity } from '../../../lambda/arn.ts';
import { numberedKey, numberOfKey, ofFunction, partsOfKey } from '../functionKey.ts';
import type { RegionResources } from '../regionResources.ts';
import type { RegionTables } from '../regionTables.ts';
import { layerArn, parseLayerReference } from './layerArn.ts';
import { layerErrors } from './layerErrors.ts';
import type { LayerVersionDocument } from './storedLayer.ts';

export interface LayerVersion {
  readonly name: string;
  readonly number: number;
  readonly document: LayerVersionDocument;
}

type Tables = Pick<RegionTables, 'layerVersions' | 'layerCounters'>;

/**
 * The name of a layer that a caller names, for an operation on it, or on one version of it. Throws LambdaError: a version
 * below 1, a layer of another account or Region. `action` is IAM's: `GetLayerVersion` …
 */
export function namedLayer(identity: Identity, action: string, nameOrArn: string, version?: number): string {
  const reference = parseLayerReference(nameOrArn);
  if (reference === undefined) throw layerErrors.notFound();
  if (version !== undefined && version < 1) throw layerErrors.versionBelowOne();
  const { name, region = identity.region, account = identity.account } = reference;
  if (account !== identity.account) throw layerErrors.accessDenied(identity, action, layerArn({ ...identity, region, account }, name, version));
  if (region !== identity.region) throw layerErrors.notFound();
  return name;
}

export function findVersion({ layerVersions }: Tables, name: string, number: number): LayerVersion | undefined {
  const document = layerVersions.get(numberedKey(name, number));
  return document && { name, number, document };
}

/** The last number that a layer has given out; 0 before the first. */
export function lastNumber({ layerVersions, layerCounters }: Tables, name: string): number {
  const counted = layerCounters.get(name)?.lastVersion;
  if (counted !== undefined) return counted;
  // None was published, or the document that counts them was damaged.
  const last = layerVersions.page({ prefix: ofFunction(name) }).at(-1);
  return last === undefined ? 0 : numberOfKey(last.key);
}

const firstWindow = 64;

/** The versions of a layer with numbers below `before`, falling. To take few of many takes no longer than to take them of few. */
export function* newestFirst(tables: Tables, name: string, before: number = Infinity): Generator<LayerVersion, void> {
  let end = Math.min(before, lastNumber(tables, name) + 1);
  for (let width = firstWindow; end > 1; width *= 2) {
    const begin = Math.max(1, end - width);
    const page = tables.layerVersions.page({ prefix: ofFunction(name), after: numberedKey(name, begin - 1), count: end - begin });
    for (const { key, value } of page.toReversed()) {
      const number = numberOfKey(key);
      if (number < end) yield { name, number, document: value };
    }
    end = begin;
  }
}

/** The names of the layers that have versions, in order, those after `after`. */
export function* layerNames({ layerVersions }: Tables, after: string): Generator<string, void> {
  let name = after;
  for (;;) {
    const [next] = layerVersions.page({ after: name === '' ? '' : behind(name), count: 1 });
    if (next === undefined) return;
    ({ name } = partsOfKey(next.key));
    yield name;
  }
}

/** Bytes of the zips of all layer versions: they count to the account's code. */
export function layerCodeSize({ layerVersions }: Tables): number {
  return layerVersions.values().reduce((sum, { size }) => sum + size, 0);
}

/** Changes of one layer run one after the other. */
export function exclusiveLayer<R>({ queue }: RegionResources, name: string, task: () => Promise<R>): Promise<R> {
  return queue.run(`layer:${name}`, task);
}

/** Sorts behind all numbers of a layer, and before the next layer. */
function behind(name: string): string {
  return `${ofFunction(name)}~`;
}
