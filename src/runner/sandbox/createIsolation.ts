import { join } from 'node:path';
import { CodedError } from '../../common/codedError.ts';
import type { IsolationSettings } from '../regionSettings.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Runtimes } from '../runtimes/launchPlan.ts';
import { BubblewrapIsolation } from './bubblewrap/bubblewrapIsolation.ts';
import { bubblewrapHost } from './bubblewrap/bubblewrapTools.ts';
import { ContainerEngine } from './container/containerEngine.ts';
import { ContainerIsolation } from './container/containerIsolation.ts';
import { Leftovers } from './container/leftovers.ts';
import { toolRunner } from './container/toolRunner.ts';
import { EnvironmentFolders } from './environmentFolders.ts';
import { type FileSystemFolders, fileSystemFolders } from './fileSystemFolders.ts';
import type { Housing, HousingOptions, Isolation, IsolationKind } from './housing.ts';
import type { MemoryMeter } from './memory.ts';
import type { LayerFolders } from './opt/layerFolders.ts';
import { OptFolders } from './opt/optFolders.ts';
import { pathSearch } from './pathSearch.ts';
import { ProcessIsolation } from './process/processIsolation.ts';
import type { ProcessHost } from './sandboxProcess.ts';

export interface IsolationOptions {
  readonly host: ProcessHost;
  readonly meter: MemoryMeter;
  readonly runtimes: Runtimes;
  /** The runtimes' own files. */
  readonly assets: string;
  /** Nobody else uses it meanwhile. */
  readonly dataFolder: string;
  /** Asked at each start of an environment: a changed setting counts at once. */
  readonly settings: () => IsolationSettings;
  readonly layerFolders: LayerFolders;
  /** Folders for the file systems that functions mount; those of the data folder where it is left out. */
  readonly fileSystems?: FileSystemFolders;
  /** The host's: its PATH finds tools, and container tools find their engine by it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Who runs the service, as `UID:GID`; undefined: root, or a system without such numbers. */
  readonly user: string | undefined;
}

/** Isolation of every kind, with what it keeps on disk. */
export interface LocalIsolation extends Isolation {
  /** Removes merged layers that neither an open environment nor one of these versions uses. */
  collectLayers(versions: Iterable<FunctionVersion>): Promise<void>;
  /** Settled once what a killed service left is gone; environments do not wait for its files. Never rejects. */
  readonly cleaned: Promise<void>;
}

/** Removes what a service that was killed left behind, and houses each function as the settings say. */
export async function createIsolation(options: IsolationOptions): Promise<LocalIsolation> {
  const { host, meter, runtimes, assets, dataFolder, settings, environment, home, user } = options;
  const folders = new EnvironmentFolders(join(dataFolder, 'environments'));
  const stale = await folders.removeStale();
  const opt = new OptFolders(join(dataFolder, 'layers'), options.layerFolders);
  const fileSystems = options.fileSystems ?? fileSystemFolders(join(dataFolder, 'file-systems'));
  const search = pathSearch(environment['PATH'] ?? environment['Path'], host.platform);
  const run = toolRunner(environment);
  const leftovers = new Leftovers(dataFolder, run);
  const noContainers = leftovers.remove();
  const local = { host, meter, runtimes, opt, folders, fileSystems, assets, cache: join(dataFolder, 'compiled'), home };
  const kinds: Readonly<Record<IsolationKind, Isolation>> = {
    process: new ProcessIsolation(local),
    sandbox: new BubblewrapIsolation({ ...local, tools: bubblewrapHost(host.platform, search) }),
    container: new ContainerIsolation({
      ...local,
      engine: new ContainerEngine({ search, run, wanted: () => settings().containerTool }),
      leftovers: { labels: leftovers.labels, note: (tool) => noContainers.then(() => leftovers.note(tool)) },
      environment,
      user,
    }),
  };
  return {
    open: async (version: FunctionVersion, housing: HousingOptions): Promise<Housing> => kinds[kindFor(version, settings())].open(version, housing),
    collectLayers: (versions) => opt.collect(versions),
    cleaned: Promise.all([stale.done, noContainers]).then(() => {}),
  };
}

/** The kind that is chosen for a function. Throws CodedError `ISOLATION_UNAVAILABLE` where its code cannot live in it. */
export function kindFor({ settings: { FunctionName: name }, code }: FunctionVersion, settings: IsolationSettings): IsolationKind {
  const chosen = Object.hasOwn(settings.functions, name) ? settings.functions[name] : undefined;
  if (code.type !== 'image') return chosen ?? settings.default;
  if (chosen === undefined || chosen === 'container') return 'container';
  throw new CodedError(
    'ISOLATION_UNAVAILABLE',
    `${name} is a container image, which the isolation ${chosen} cannot run: choose container for it in the setting for isolation.`,
    { details: { function: name, isolation: chosen } },
  );
}
