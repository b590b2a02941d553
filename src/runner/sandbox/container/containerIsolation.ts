import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../common/codedError.ts';
import type { FunctionVersion } from '../../resources/functionVersion.ts';
import type { EnvironmentFolders } from '../environmentFolders.ts';
import type { FileSystemFolders } from '../fileSystemFolders.ts';
import type { Housing, HousingOptions, Isolation } from '../housing.ts';
import type { MemoryMeter } from '../memory.ts';
import { externalExtensions } from '../opt/externalExtensions.ts';
import type { Opt, OptFolders } from '../opt/optFolders.ts';
import { removeTree } from '../removeTree.ts';
import type { ProcessHost } from '../sandboxProcess.ts';
import { baseImageCommand, type ContainerCommand, imageCommand } from './containerCommand.ts';
import type { ContainerEngine } from './containerEngine.ts';
import { ContainerHousing } from './containerHousing.ts';
import type { FoundTool } from './containerTools.ts';
import { baseImage } from './images.ts';
import type { Leftovers } from './leftovers.ts';
import { type ContainerMount, containerPlatform } from './runArguments.ts';

export interface ContainerIsolationOptions {
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly engine: ContainerEngine;
  readonly leftovers: Pick<Leftovers, 'labels' | 'note'>;
  readonly opt: OptFolders;
  readonly folders: EnvironmentFolders;
  readonly fileSystems: FileSystemFolders;
  /** The host's, for the tool's process; handlers get nothing of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who runs the service, as `UID:GID`; undefined: root, or a system without such numbers. */
  readonly user: string | undefined;
}

interface Contents {
  readonly image: string;
  readonly command: ContainerCommand;
  readonly imageEntryPoint: readonly string[];
  readonly mounts: readonly ContainerMount[];
  readonly extensions: readonly string[];
}

/** Environments as containers: of AWS's base images, or of the function's own. */
export class ContainerIsolation implements Isolation {
  readonly #options: ContainerIsolationOptions;

  constructor(options: ContainerIsolationOptions) {
    this.#options = options;
  }

  async open(version: FunctionVersion, { environmentId }: HousingOptions): Promise<Housing> {
    const { engine, leftovers, opt: optFolders, folders } = this.#options;
    const tool = await engine.ready();
    await leftovers.note(tool.command);
    const opt = version.code.type === 'image' ? undefined : await optFolders.open(version);
    let folder: string | undefined;
    try {
      const contents = opt === undefined ? await this.#ofImage(version, tool) : await this.#ofFolder(version, opt, tool);
      folder = await folders.make(environmentId);
      return await this.#house(version, environmentId, tool, folder, contents, opt);
    } catch (error) {
      opt?.dispose();
      if (folder !== undefined) await removeTree(folder);
      throw error;
    }
  }

  async #house(
    version: FunctionVersion,
    environmentId: string,
    tool: FoundTool,
    folder: string,
    { image, command, imageEntryPoint, mounts, extensions }: Contents,
    opt: Opt | undefined,
  ): Promise<Housing> {
    const { host, meter, engine, leftovers, environment, user, fileSystems } = this.#options;
    const { settings, execution } = version;
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    // The folder above lets nobody else in; inside of the container it may be anybody.
    await chmod(temporary, 0o777);
    const files = execution.fileSystems.map(async ({ arn, mountPath }) => ({ folder: await fileSystems.folderOf(arn), at: mountPath, writable: true }));
    const run = {
      labels: leftovers.labels,
      image,
      command,
      architecture: settings.Architecture,
      memoryMegabytes: settings.MemorySize,
      mounts: [...mounts, { folder: temporary, at: '/tmp', writable: true }, ...(await Promise.all(files))],
      ...(user !== undefined && { user }),
    };
    return new ContainerHousing({
      host, meter, engine, tool, environmentId, environment, run, imageEntryPoint, folder, temporary, extensions, opt,
    });
  }

  async #ofFolder(version: FunctionVersion, opt: Opt, tool: FoundTool): Promise<Contents> {
    const { settings, code } = version;
    const image = baseImage(settings.Runtime);
    if (image === undefined) {
      throw new CodedError('RUNTIME_UNSUPPORTED', `AWS has no base image for the runtime ${settings.Runtime}.`, {
        details: { runtime: settings.Runtime },
      });
    }
    const [command, extensions, info] = await Promise.all([
      baseImageCommand(version, opt.folder),
      // Files for Linux, whatever this machine is.
      externalExtensions(opt.folder, this.#options.host.platform === 'win32' ? 'any' : 'mode'),
      this.#options.engine.image(tool, image, containerPlatform(settings.Architecture)),
    ]);
    const mounts = [
      { folder: code.path, at: '/var/task' },
      { folder: opt.folder, at: '/opt' },
    ];
    return { image, command, imageEntryPoint: info.entryPoint, mounts, extensions };
  }

  async #ofImage({ settings, code, execution }: FunctionVersion, tool: FoundTool): Promise<Contents> {
    const image = code.type === 'image' ? code.uri : '';
    const info = await this.#options.engine.image(tool, image, containerPlatform(settings.Architecture));
    return { image, command: imageCommand(execution.image ?? {}, info), imageEntryPoint: info.entryPoint, mounts: [], extensions: [] };
  }
}
