import { basename, join } from 'node:path';
import { assertNever } from '../../common/assertNever.ts';
import { CodedError, codeOf } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import type { LayerSource } from '../resources/functionVersion.ts';
import { type LayerFolders, plainLayerFolders } from '../sandbox/opt/layerFolders.ts';
import { UnpackedArchives } from '../store/archives/unpackedArchives.ts';
import { storageError } from '../store/storageError.ts';
import { ArnIndex } from './arnIndex.ts';
import type { LayerSourceOfAws } from './awsLayers.ts';
import { layerUnavailable } from './layerUnavailable.ts';

export interface LayerCacheOptions {
  readonly dataFolder: string;
  readonly platform: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly aws: LayerSourceOfAws;
  /** Where a layer version of the Local region's own store lies, by its ARN; undefined for others. */
  readonly own: (arn: string) => string | undefined;
}

/** Layers from folders, zips and AWS; the latter two are unpacked in `<dataFolder>/layer-cache`, once for each content. */
export class LayerCache implements LayerFolders, Disposable {
  readonly #options: LayerCacheOptions;
  readonly #index: ArnIndex;
  readonly #archives: UnpackedArchives;
  /** Those that are being fetched, by ARN: who asks meanwhile waits for the same. */
  readonly #fetching = new Map<string, Promise<string>>();
  readonly #ended = new AbortController();

  constructor(options: LayerCacheOptions) {
    this.#options = options;
    const root = join(options.dataFolder, 'layer-cache');
    this.#index = new ArnIndex(join(root, 'arns'));
    const { platform, now } = options;
    this.#archives = new UnpackedArchives({ root, platform, now, kept: () => this.#index.contents() });
  }

  async folderOf(source: LayerSource): Promise<string> {
    switch (source.type) {
      case 'folder':
        return plainLayerFolders.folderOf(source);
      case 'zip':
        return this.#ofZip(source.path);
      case 'aws':
        return this.#options.own(source.arn) ?? this.#ofArn(source.arn);
      default:
        return assertNever(source);
    }
  }

  /** Ends what is being fetched. */
  dispose(): void {
    this.#ended.abort();
  }

  async #ofZip(path: string): Promise<string> {
    try {
      return await this.#archives.takeFile(path);
    } catch (error) {
      // What the file system says of other paths is of the cache.
      if (!(error instanceof Error && 'path' in error && error.path === path)) throw await this.#unpackingError(path, error);
      const code = codeOf(error);
      const happened = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read (${code ?? error.name})`;
      throw layerUnavailable('notFound', path, `The layer's zip ${path} ${happened}.`, error);
    }
  }

  #ofArn(arn: string): Promise<string> {
    let folder = this.#fetching.get(arn);
    if (folder === undefined) {
      folder = this.#cached(arn).finally(() => this.#fetching.delete(arn));
      this.#fetching.set(arn, folder);
    }
    return folder;
  }

  async #cached(arn: string): Promise<string> {
    try {
      const known = await this.#index.find(arn);
      const there = known === undefined ? undefined : await this.#archives.find(known);
      if (there !== undefined) return there;
      const folder = await this.#archives.take(await this.#options.aws.fetch(arn, this.#ended.signal));
      await this.#index.add(arn, basename(folder));
      return folder;
    } catch (error) {
      throw await this.#unpackingError(arn, error);
    }
  }

  async #unpackingError(layer: string, error: unknown): Promise<CodedError> {
    if (error instanceof CodedError) return error;
    if (!(error instanceof LambdaError)) return storageError(error, this.#options.dataFolder);
    return layerUnavailable('notZip', layer, `The layer ${layer} cannot be unpacked: ${error.message}`, error);
  }
}
