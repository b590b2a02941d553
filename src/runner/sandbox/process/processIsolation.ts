import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../common/codedError.ts';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import type { Place, RuntimePlaces, Runtimes } from '../../runtimes/launchPlan.ts';
import type { EnvironmentFolders } from '../environmentFolders.ts';
import type { Housing, HousingOptions, Isolation } from '../housing.ts';
import { executableKind, externalExtensions } from '../opt/externalExtensions.ts';
import type { Opt, OptFolders } from '../opt/optFolders.ts';
import { removeTree } from '../removeTree.ts';
import type { ProcessHost } from '../sandboxProcess.ts';
import { ProcessHousing } from './processHousing.ts';

export interface ProcessIsolationOptions {
  readonly host: ProcessHost;
  readonly runtimes: Runtimes;
  readonly opt: OptFolders;
  readonly folders: EnvironmentFolders;
  /** The runtimes' own files. */
  readonly assets: string;
  /** For compiled modules. */
  readonly cache: string;
}

/** Environments as plain processes of this machine: code and layers where they lie, temporary files in a folder of their own. */
export class ProcessIsolation implements Isolation {
  readonly #options: ProcessIsolationOptions;

  constructor(options: ProcessIsolationOptions) {
    this.#options = options;
  }

  async open(version: FunctionVersion, { environmentId }: HousingOptions): Promise<Housing> {
    await refuseMounts(version);
    const opt = await this.#options.opt.open(version);
    let folder: string | undefined;
    try {
      folder = await this.#options.folders.make(environmentId);
      return await this.#openIn(folder, version, opt);
    } catch (error) {
      opt.dispose();
      if (folder !== undefined) await removeTree(folder);
      throw error;
    }
  }

  async #openIn(folder: string, version: FunctionVersion, opt: Opt): Promise<Housing> {
    const { host, runtimes, assets, cache } = this.#options;
    const temporary = join(folder, 'tmp');
    const places: RuntimePlaces = { task: same(version.code.path), opt: same(opt.folder), assets: same(assets), cache: same(cache) };
    const [plan, extensions] = await Promise.all([
      runtimes.plan(version, places),
      externalExtensions(opt.folder, executableKind(host.platform)),
      mkdir(temporary, { mode: 0o700 }),
    ]);
    return new ProcessHousing({ host, plan, opt, folder, temporary, extensions, taskRoot: version.code.path });
  }
}

/** A plain process sees the machine's own `/mnt`. */
async function refuseMounts({ settings, execution }: FunctionVersion): Promise<void> {
  for (const { mountPath } of execution.fileSystems) {
    if ((await stat(mountPath).catch(() => undefined))?.isDirectory() === true) continue;
    throw new CodedError(
      'ISOLATION_UNAVAILABLE',
      `${settings.FunctionName} mounts a file system at ${mountPath}, which this machine does not have, and plain processes have no mounts ` +
        `of their own: choose the isolation sandbox (Linux) or container for it, or make the folder ${mountPath}.`,
      { details: { function: settings.FunctionName, mountPath } },
    );
  }
}

function same(path: string): Place {
  return { inside: path, host: path };
}

