import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import type { RuntimePlaces, Runtimes } from '../../runtimes/launchPlan.ts';
import type { EnvironmentFolders } from '../environmentFolders.ts';
import type { FileSystemFolders } from '../fileSystemFolders.ts';
import type { Housing, HousingOptions, Isolation } from '../housing.ts';
import type { MemoryMeter } from '../memory.ts';
import { executableKind, externalExtensions } from '../opt/externalExtensions.ts';
import type { Opt, OptFolders } from '../opt/optFolders.ts';
import { removeTree } from '../removeTree.ts';
import type { ProcessHost } from '../sandboxProcess.ts';
import { BubblewrapHousing } from './bubblewrapHousing.ts';
import { type BubblewrapHost, type BubblewrapTools, findBubblewrap } from './bubblewrapTools.ts';
import { bwrapArguments } from './bwrapArguments.ts';
import { startHolder } from './holder.ts';
import { readSystemFolders } from './hostRoot.ts';
import { places } from './places.ts';
import { writeSystemFiles } from './systemFiles.ts';
import { toolchainFolders } from './toolchainFolders.ts';

export interface BubblewrapIsolationOptions {
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly runtimes: Runtimes;
  readonly opt: OptFolders;
  readonly folders: EnvironmentFolders;
  readonly fileSystems: FileSystemFolders;
  /** The runtimes' own files. */
  readonly assets: string;
  /** For compiled modules. */
  readonly cache: string;
  /** The user's home, which no sandbox shows. */
  readonly home: string;
  readonly tools: BubblewrapHost;
}

const bytesPerMegabyte = 1024 * 1024;

/** Environments in namespaces of their own, made by bubblewrap, with a file system as Lambda's. */
export class BubblewrapIsolation implements Isolation {
  readonly #options: BubblewrapIsolationOptions;
  #tools: Promise<BubblewrapTools> | undefined;

  constructor(options: BubblewrapIsolationOptions) {
    this.#options = options;
  }

  async open(version: FunctionVersion, { environmentId }: HousingOptions): Promise<Housing> {
    const tools = await this.#findTools();
    const opt = await this.#options.opt.open(version);
    let folder: string | undefined;
    try {
      folder = await this.#options.folders.make(environmentId);
      return await this.#openIn(folder, version, opt, tools);
    } catch (error) {
      opt.dispose();
      if (folder !== undefined) await removeTree(folder);
      throw error;
    }
  }

  /** What works is remembered; what does not may be mended by the next time. */
  #findTools(): Promise<BubblewrapTools> {
    this.#tools ??= findBubblewrap(this.#options.tools).catch((error: unknown) => {
      this.#tools = undefined;
      throw error;
    });
    return this.#tools;
  }

  async #openIn(folder: string, version: FunctionVersion, opt: Opt, { bwrap, nsenter }: BubblewrapTools): Promise<Housing> {
    const { host, meter, runtimes, assets, cache, home, fileSystems } = this.#options;
    await mkdir(cache, { recursive: true });
    const seen: RuntimePlaces = {
      task: { inside: places.task, host: version.code.path },
      opt: { inside: places.opt, host: opt.folder },
      assets: { inside: places.runtime, host: assets },
      cache: { inside: places.cache, host: cache },
    };
    const [plan, extensions, systemFolders, systemFiles] = await Promise.all([
      runtimes.plan(version, seen),
      externalExtensions(opt.folder, executableKind(host.platform)),
      readSystemFolders(),
      writeSystemFiles(join(folder, 'etc')),
    ]);
    const [toolchain, mounts] = await Promise.all([
      toolchainFolders(plan, home),
      Promise.all(version.execution.fileSystems.map(async ({ arn, mountPath }) => ({ folder: await fileSystems.folderOf(arn), mountPath }))),
    ]);
    const args = bwrapArguments({
      task: version.code.path,
      opt: opt.folder,
      runtime: assets,
      cache,
      systemFolders,
      systemFiles,
      toolchain,
      mounts,
      temporaryBytes: version.settings.EphemeralStorage * bytesPerMegabyte,
    });
    const start = () => startHolder(host, bwrap, args);
    const shown = [seen.task, seen.opt];
    return new BubblewrapHousing({ host, meter, plan, nsenter, extensions, shown, opt, folder, start, holder: await start() });
  }
}
