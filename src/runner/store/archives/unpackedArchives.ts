import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { limits } from '../../../lambda/limits.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';
import { KeyedQueue } from '../keyedQueue.ts';
import { exists } from '../paths.ts';
import { readRegularFile } from '../readRegularFile.ts';
import { unpack } from './unpack.ts';

export interface UnpackedArchivesOptions {
  /** Made when it is first needed. */
  readonly root: string;
  readonly platform: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Those that stay however long nobody used them, by their SHA-256 in hexadecimals. */
  readonly kept?: () => Promise<ReadonlySet<string>>;
}

/** Begins the names of folders that are being written. */
const unfinished = '.unfinished-';
const folderName = /^[0-9a-f]{64}$/;
/** Builds make many zips of which the last is wanted. */
const unusedMs = 7 * 24 * 3_600_000;

/** Zips that lie on this machine or were fetched, unpacked for reading: each content once, over all runs. */
export class UnpackedArchives {
  readonly #options: UnpackedArchivesOptions;
  readonly #queue = new KeyedQueue();
  /** By path: which content a file had. */
  readonly #known = new Map<string, { readonly stamp: string; readonly sha256: string }>();
  #opened: Promise<void> | undefined;

  constructor(options: UnpackedArchivesOptions) {
    this.#options = options;
  }

  /** Where the content of that SHA-256, in hexadecimals, lies; undefined where it is not there. */
  async find(sha256: string): Promise<string | undefined> {
    await this.#open();
    const folder = join(this.#options.root, sha256);
    if (!(await exists(folder))) return undefined;
    const now = this.#options.now() / 1000;
    // So that it counts as used; it may be read only.
    await utimes(folder, now, now).catch(() => undefined);
    return folder;
  }

  /**
   * Unpacks a zip unless it is there, and answers its folder. Throws LambdaError (too large, no zip, entries that leave their folder)
   * and the file system's errors; nothing is left of it then.
   */
  async take(zip: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(zip).digest('hex');
    return this.#queue.run(sha256, async () => (await this.find(sha256)) ?? this.#unpack(zip, sha256));
  }

  /** As `take`, of a file; one that did not change is not read again. */
  async takeFile(path: string): Promise<string> {
    return this.#queue.run(path, async () => {
      const { mtimeMs, size, ino } = await stat(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const known = this.#known.get(path);
      const there = known?.stamp === stamp ? await this.find(known.sha256) : undefined;
      if (there !== undefined) return there;
      // A zip is hardly larger than its files.
      const zip = await readRegularFile(path, 2 * limits.unzippedCodeBytes);
      if (zip === 'notFile') throw packageErrors.broken('It is no file.');
      if (zip === 'tooLarge') throw packageErrors.unzippedTooLarge();
      const folder = await this.take(zip);
      this.#known.set(path, { stamp, sha256: createHash('sha256').update(zip).digest('hex') });
      return folder;
    });
  }

  #open(): Promise<void> {
    this.#opened ??= this.#cleanUp().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /** Removes what an interrupted unpacking left, and what nobody has used for long. */
  async #cleanUp(): Promise<void> {
    const { root, now, kept } = this.#options;
    await mkdir(root, { recursive: true, mode: 0o700 });
    const keep = (await kept?.()) ?? new Set<string>();
    const oldest = now() - unusedMs;
    for (const name of await readdir(root)) {
      const path = join(root, name);
      const old = folderName.test(name) && !keep.has(name) && ((await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity) < oldest;
      if (old) await removeAtOnce(path, join(root, unfinished + name)).catch(() => undefined);
      // What cannot be removed, such as a file in use on Windows, is left for the next start.
      else if (name.startsWith(unfinished)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async #unpack(zip: Uint8Array, sha256: string): Promise<string> {
    const { root, platform } = this.#options;
    const draft = await mkdtemp(join(root, unfinished));
    try {
      await unpack(zip, join(draft, sha256), platform);
      // The folder is whole where it is there.
      await rename(join(draft, sha256), join(root, sha256));
      return join(root, sha256);
    } finally {
      await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** All of it: what a process that ends meanwhile leaves of a folder would be taken for the whole. */
async function removeAtOnce(folder: string, aside: string): Promise<void> {
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  await rm(aside, { recursive: true, force: true });
}
