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
import { createRuntimes } from './runtimes/createRuntimes.ts';
import { EnvironmentFolders } from './sandbox/environmentFolders.ts';
import { memoryMeterOf } from './sandbox/memory.ts';
import { OptFolders } from './sandbox/opt/optFolders.ts';
import { ProcessIsolation } from './sandbox/process/processIsolation.ts';
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
  readonly optFolders: OptFolders;
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
  const folders = new EnvironmentFolders(join(dataFolder, 'environments'));
  await folders.removeStale();
  const aws = new AwsLayers({
    awsEndpoint: () => settings.awsEndpoint,
    credentials,
    environment: process.env,
    account: identity.account,
    clock,
    logger,
  });
  const layers = owned.add(new LayerCache({ dataFolder, platform, now: () => clock.now(), aws, own: options.ownLayer }));
  const optFolders = new OptFolders(join(dataFolder, 'layers'), layers);
  const isolation = new ProcessIsolation({
    host: { tree: processTreeOf(platform), supervisor, platform },
    runtimes,
    opt: optFolders,
    folders,
    assets: join(distFolder, 'runtimes'),
    cache: join(dataFolder, 'compiled'),
  });
  return {
    environment: {
      clock,
      identity,
      isolation,
      handlerVariables: handlerVariablesOf(overrides, credentials),
      meter: memoryMeterOf(platform),
      sink,
      initGate: new InitGate(Math.max(4, availableParallelism() * 2)),
    },
    overrides,
    credentials,
    optFolders,
  };
}
