import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../common/clock.ts';
import type { DisposableStore } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { Identity } from '../lambda/arn.ts';
import type { HandlerCredentials } from './environment/credentials/handlerCredentials.ts';
import { ProfileCredentials } from './environment/credentials/profileCredentials.ts';
import { loadProfile } from './environment/credentials/loadProfile.ts';
import type { EnvironmentDependencies } from './environment/executionEnvironment.ts';
import { InitGate } from './environment/initGate.ts';
import { EnvironmentOverrides } from './environment/overrides/environmentOverrides.ts';
import { handlerVariablesOf } from './environment/overrides/handlerVariablesOf.ts';
import type { EventSink } from './observe/eventSink.ts';
import { AwsLayers } from './layers/awsLayers.ts';
import { LayerCache } from './layers/layerFolders.ts';
import type { MutableSettings } from './regionSettings.ts';
import type { FunctionVersion } from './resources/functionVersion.ts';
import { createRuntimes } from './runtimes/createRuntimes.ts';
import { createIsolation } from './sandbox/createIsolation.ts';
import { memoryMeterOf } from './sandbox/memory.ts';
import { processTreeOf } from './sandbox/processTree.ts';
import { startSupervisor } from './sandbox/supervisor.ts';

export interface EnvironmentSetupOptions {
  readonly dataFolder: string;
  /** Where the built files lie: the reaper, and the runtimes' own files. */
  readonly distFolder: string;
  readonly identity: Identity;
  readonly settings: MutableSettings;
  readonly sink: EventSink;
  /** The folder of a layer version of this region; undefined for another. */
  readonly ownLayer: (arn: string) => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is to be disposed with the region. */
  readonly owned: DisposableStore;
}

export interface EnvironmentSetup {
  readonly environment: EnvironmentDependencies;
  readonly overrides: EnvironmentOverrides;
  readonly credentials: HandlerCredentials;
  /** Removes merged layers that neither an environment nor one of these versions uses. */
  readonly collectLayers: (versions: Iterable<FunctionVersion>) => Promise<void>;
}

/** What execution environments need of this machine and its settings, put together. */
export async function environmentSetup(options: EnvironmentSetupOptions): Promise<EnvironmentSetup> {
  const { dataFolder, distFolder, identity, settings, sink, clock, logger, owned } = options;
  const { platform } = process;
  const supervisor = owned.add(startSupervisor(join(distFolder, 'reaper.cjs'), logger));
  const overrides = owned.add(new EnvironmentOverrides({ files: () => settings.environmentFiles, platform, clock, logger }));
  const credentials = new ProfileCredentials({
    profile: () => settings.credentialsProfile,
    load: (profile) => loadProfile(profile, process.env),
    clock,
  });
  const runtimes = createRuntimes({
    platform,
    environment: process.env,
    home: homedir(),
    overrides: () => settings.runtimes,
    // VS Code's own executable is no Node.js that Lambda has.
    ...(process.versions['electron'] === undefined && { ownNode: process.execPath }),
  });
  const aws = new AwsLayers({
    awsEndpoint: () => settings.awsEndpoint,
    credentials,
    environment: process.env,
    account: identity.account,
    clock,
    logger,
  });
  const layers = owned.add(new LayerCache({ dataFolder, platform, now: () => clock.now(), aws, own: options.ownLayer }));
  const meter = memoryMeterOf(platform);
  const isolation = await createIsolation({
    host: { tree: processTreeOf(platform), supervisor, platform },
    meter,
    runtimes,
    assets: join(distFolder, 'runtimes'),
    dataFolder,
    settings: () => settings.isolation,
    layerFolders: layers,
    environment: process.env,
    home: homedir(),
    user: userOf(process),
  });
  return {
    environment: {
      clock,
      identity,
      isolation,
      handlerVariables: handlerVariablesOf(overrides, credentials),
      meter,
      sink,
      initGate: new InitGate(Math.max(4, availableParallelism() * 2)),
    },
    overrides,
    credentials,
    collectLayers: (versions) => isolation.collectLayers(versions),
  };
}

/** Containers run as the user who owns what they are given; undefined where that is root, or where the system has no such numbers. */
function userOf({ getuid, getgid }: Pick<NodeJS.Process, 'getuid' | 'getgid'>): string | undefined {
  const [user, group] = [getuid?.(), getgid?.()];
  return user === undefined || group === undefined || user === 0 ? undefined : `${user}:${group}`;
}
