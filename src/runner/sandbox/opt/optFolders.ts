import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../../common/codedError.ts';
import { type Disposable, toDisposable } from '../../../common/disposable.ts';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import { removeTree } from '../removeTree.ts';
import { buildTree } from './buildTree.ts';
import type { LayerFolders } from './layerFolders.ts';
import { type LayerTree, readLayers } from './layerTree.ts';

export interface Opt extends Disposable {
  /** What /opt is, on this machine; it stays until this is disposed. */
  readonly folder: string;
}

type Layered = Pick<FunctionVersion, 'layers' | 'revision'>;

/** Begins the names of folders that are being made. */
const unfinished = '.new-';

/** The contents of /opt for sets of layers: merged once for each set, kept in a folder whose name tells the contents, and shared. */
export class OptFolders {
  readonly #folder: string;
  readonly #layerFolders: LayerFolders;
  /** By revision and sources: its folder. Reading all layers' files once for each environment would cost. */
  readonly #known = new Map<string, Promise<string>>();
  readonly #held = new Map<string, number>();
  readonly #making = new Set<string>();

  /** @param folder for merged layers, made where it is missing; nobody else's. */
  constructor(folder: string, layerFolders: LayerFolders) {
    this.#folder = folder;
    this.#layerFolders = layerFolders;
  }

  /** Throws CodedError: `LAYER_UNAVAILABLE`, `DISK_FULL`. */
  async open(version: Layered): Promise<Opt> {
    for (;;) {
      const folder = await this.#folderFor(version);
      this.#held.set(folder, (this.#held.get(folder) ?? 0) + 1);
      const opt = { folder, ...toDisposable(() => this.#release(folder)) };
      // It may have been collected between.
      if ((await stat(folder).catch(() => undefined)) !== undefined) return opt;
      opt.dispose();
      this.#known.delete(keyOf(version));
    }
  }

  /** Removes what neither an environment that is open nor one of these versions uses, and what a service that was killed left half made. */
  async collect(versions: Iterable<Layered>): Promise<void> {
    const keys = new Set([...versions].map(keyOf));
    const kept = new Set<string>();
    for (const [key, folder] of this.#known) {
      if (keys.has(key)) kept.add(await folder.catch(() => ''));
      else this.#known.delete(key);
    }
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const folder = join(this.#folder, name);
      if (!kept.has(folder) && !this.#held.has(folder) && !this.#making.has(folder)) await removeTree(folder);
    }
  }

  #release(folder: string): void {
    const left = (this.#held.get(folder) ?? 0) - 1;
    if (left > 0) this.#held.set(folder, left);
    else this.#held.delete(folder);
  }

  #folderFor(version: Layered): Promise<string> {
    const key = keyOf(version);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#find(version).catch((error: unknown) => {
      // The next one tries again: the layer may be there by then.
      this.#known.delete(key);
      throw error;
    });
    this.#known.set(key, found);
    return found;
  }

  async #find({ layers }: Layered): Promise<string> {
    const folders: string[] = [];
    for (const layer of layers) folders.push(await this.#layerFolders.folderOf(layer));
    const [only] = folders;
    if (only !== undefined && folders.length === 1) return only;
    try {
      return await this.#make(await readLayers(folders));
    } catch (error) {
      if (codeOf(error) === 'ENOSPC') {
        throw new CodedError('DISK_FULL', `No space is left for the merged layers in ${this.#folder}: free some.`, { cause: error });
      }
      if (error instanceof CodedError) throw error;
      throw new CodedError('LAYER_UNAVAILABLE', `The layers cannot be merged: ${messageOf(error)}`, { cause: error });
    }
  }

  async #make(tree: LayerTree): Promise<string> {
    const name = createHash('sha256').update(JSON.stringify([...tree])).digest('hex').slice(0, 32);
    const folder = join(this.#folder, name);
    if ((await stat(folder).catch(() => undefined)) !== undefined) return folder;
    const making = join(this.#folder, `${unfinished}${randomUUID()}`);
    this.#making.add(making);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await mkdir(making);
      await buildTree(making, tree);
      await rename(making, folder).catch(async (error: unknown) => {
        // Unless another has made it meanwhile.
        if ((await stat(folder).catch(() => undefined)) === undefined) throw error;
      });
      return folder;
    } finally {
      // It is there only where it was not needed, or did not come to its end.
      await removeTree(making);
      this.#making.delete(making);
    }
  }
}

function keyOf({ layers, revision }: Layered): string {
  return JSON.stringify(layers.length === 0 ? [] : [revision, layers]);
}
