import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { codeOf, messageOf } from '../../../common/codedError.ts';
import { type Disposable, toDisposable } from '../../../common/disposable.ts';
import type { Logger } from '../../../common/logger.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import { packageErrors } from '../../../lambda/package/packageErrors.ts';
import { KeyedQueue } from '../keyedQueue.ts';
import { storageError } from '../storageError.ts';
import { planOf, unpack } from './unpack.ts';

/** A code archive in the store, by its content. */
export interface StoredArchive {
  /** Base64, as in CodeSha256. */
  readonly sha256: string;
  /** Of the zip, in bytes. */
  readonly size: number;
  /** Of its files, in bytes. */
  readonly unzippedSize: number;
  /** The unpacked folder. */
  readonly path: string;
}

/** Keeps its archive from being collected until a document names it: dispose it then. */
export interface ArchiveLease extends StoredArchive, Disposable {}

/** How a zip came: the service takes larger ones from S3 than in a request; unzipped, the limit is the same. */
export type ZipOrigin = 'request' | 's3';

export interface CodeArchives {
  /**
   * Unpacks and keeps a zip. Throws LambdaError (too large, no zip, entries that leave their folder), CodedError `DISK_FULL`,
   * `DATA_FOLDER_UNUSABLE`.
   */
  add(zip: Uint8Array, origin?: ZipOrigin): Promise<ArchiveLease>;
  /** As `add`, and keeps nothing. */
  check(zip: Uint8Array, origin?: ZipOrigin): Promise<Omit<StoredArchive, 'path'>>;
  /**
   * Keeps archives that are there from being collected while a document that names them is written: dispose it then. What is
   * being collected already is not kept: hold it in the same turn in which another document was seen to name it.
   */
  hold(sha256s: Iterable<string>): Disposable;
  /** Where an archive lies unpacked. */
  folderOf(sha256: string): string;
  /** The archive that lies unpacked there; undefined for another folder. */
  archiveOf(folder: string): string | undefined;
  /** The zip itself. */
  zipOf(sha256: string): string;
  /** Those that are there, unpacked. */
  list(): Promise<ReadonlySet<string>>;
  /** Removes archives that are neither named nor leased. */
  collect(used: ReadonlySet<string>): Promise<void>;
}

/** Opens `<dataFolder>/code`, and removes what an interrupted unpacking left there. */
export async function openCodeArchives(dataFolder: string, logger: Logger, platform: string = process.platform): Promise<CodeArchives> {
  const root = join(dataFolder, 'code');
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const left = (await readdir(root)).filter((name) => name.startsWith(unfinished));
    await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
  } catch (error) {
    throw await storageError(error, dataFolder);
  }
  return new FolderArchives(root, dataFolder, logger, platform);
}

/** Begins the names of folders that are being written. */
const unfinished = '.unfinished-';
const zipExtension = '.zip';

class FolderArchives implements CodeArchives {
  readonly #root: string;
  readonly #dataFolder: string;
  readonly #logger: Logger;
  readonly #platform: string;
  /** One change at a time for each archive. */
  readonly #queue = new KeyedQueue();
  readonly #leases = new Map<string, number>();

  constructor(root: string, dataFolder: string, logger: Logger, platform: string) {
    this.#root = root;
    this.#dataFolder = dataFolder;
    this.#logger = logger;
    this.#platform = platform;
  }

  async add(zip: Uint8Array, origin?: ZipOrigin): Promise<ArchiveLease> {
    const facts = archiveFacts(zip, origin);
    const lease = this.hold([facts.sha256]);
    try {
      const { size: unzippedSize } = await this.#queue.run(facts.sha256, () => this.#store(zip, facts.sha256));
      return { ...facts, unzippedSize, path: this.folderOf(facts.sha256), dispose: () => lease.dispose() };
    } catch (error) {
      lease.dispose();
      throw error;
    }
  }

  async check(zip: Uint8Array, origin?: ZipOrigin): Promise<Omit<StoredArchive, 'path'>> {
    const facts = archiveFacts(zip, origin);
    const { size: unzippedSize } = await this.#inUnfinished((folder) => unpack(zip, draftIn(folder, facts.sha256), this.#platform));
    return { ...facts, unzippedSize };
  }

  hold(sha256s: Iterable<string>): Disposable {
    const held = [...sha256s];
    for (const sha256 of held) this.#leases.set(sha256, (this.#leases.get(sha256) ?? 0) + 1);
    return toDisposable(() => {
      for (const sha256 of held) this.#release(sha256);
    });
  }

  folderOf(sha256: string): string {
    return join(this.#root, hexOf(sha256));
  }

  archiveOf(folder: string): string | undefined {
    const name = basename(folder);
    return dirname(folder) === this.#root && folderName.test(name) ? base64Of(name) : undefined;
  }

  zipOf(sha256: string): string {
    return this.folderOf(sha256) + zipExtension;
  }

  async list(): Promise<ReadonlySet<string>> {
    const names = await this.#names();
    return new Set(names.filter((name) => !name.endsWith(zipExtension)).map(base64Of));
  }

  async collect(used: ReadonlySet<string>): Promise<void> {
    const found = new Set((await this.#names()).map((name) => base64Of(name.replace(zipExtension, ''))));
    const unused = [...found].filter((sha256) => !used.has(sha256));
    await Promise.all(unused.map((sha256) => this.#queue.run(sha256, () => this.#remove(sha256))));
  }

  async #store(zip: Uint8Array, sha256: string): Promise<{ readonly size: number }> {
    // The folder comes last, so that it is whole where it is there.
    if (await exists(this.folderOf(sha256))) return planOf(zip, this.#platform);
    return this.#inUnfinished(async (folder) => {
      const plan = await unpack(zip, draftIn(folder, sha256), this.#platform);
      await writeFile(join(folder, 'zip'), zip);
      await rename(join(folder, 'zip'), this.zipOf(sha256));
      await rename(draftIn(folder, sha256), this.folderOf(sha256));
      return plan;
    });
  }

  async #inUnfinished<R>(task: (folder: string) => Promise<R>): Promise<R> {
    let folder: string | undefined;
    try {
      folder = await mkdtemp(join(this.#root, unfinished));
      return await task(folder);
    } catch (error) {
      throw error instanceof LambdaError ? error : await storageError(error, this.#dataFolder);
    } finally {
      if (folder !== undefined) await this.#removeAll(folder);
    }
  }

  async #remove(sha256: string): Promise<void> {
    if (this.#leases.has(sha256)) return;
    const dying = join(this.#root, unfinished + hexOf(sha256));
    // All of it at once: what a process that ends meanwhile leaves of it would be taken for the whole archive.
    if (await this.#moveAside(this.folderOf(sha256), dying)) {
      await this.#removeAll(dying);
      await this.#removeAll(this.zipOf(sha256));
    }
  }

  /** False where it is still there, such as with a file in use on Windows: it is left for the next time. */
  async #moveAside(folder: string, aside: string): Promise<boolean> {
    try {
      await rm(aside, { recursive: true, force: true, maxRetries: 3 });
      await rename(folder, aside);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return true;
      this.#logger.warn(`Could not remove ${folder}: ${messageOf(error)}`);
      return false;
    }
  }

  /** What cannot be removed now, such as a file in use on Windows, is left for the next start. */
  async #removeAll(path: string): Promise<void> {
    try {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      this.#logger.warn(`Could not remove ${path}: ${messageOf(error)}`);
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#root)).filter((name) => archiveName.test(name));
    } catch (error) {
      throw await storageError(error, this.#dataFolder);
    }
  }

  #release(sha256: string): void {
    const left = (this.#leases.get(sha256) ?? 1) - 1;
    if (left === 0) this.#leases.delete(sha256);
    else this.#leases.set(sha256, left);
  }
}

const archiveName = /^[0-9a-f]{64}(?:\.zip)?$/;
const folderName = /^[0-9a-f]{64}$/;

function archiveFacts(zip: Uint8Array, origin: ZipOrigin = 'request'): Pick<StoredArchive, 'sha256' | 'size'> {
  if (origin === 'request' && zip.byteLength > limits.zippedCodeBytes) throw packageErrors.zippedTooLarge();
  return { sha256: createHash('sha256').update(zip).digest('base64'), size: zip.byteLength };
}

/** Longer than its path later: no file of it has a path then that is too long for the system. */
function draftIn(folder: string, sha256: string): string {
  return join(folder, hexOf(sha256));
}

function hexOf(sha256: string): string {
  return Buffer.from(sha256, 'base64').toString('hex');
}

function base64Of(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
