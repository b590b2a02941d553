import { randomBytes, randomUUID } from 'node:crypto';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../common/clock.ts';
import { DisposableStore } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { Identity } from '../lambda/arn.ts';
import { createApiServer } from './api/apiServer.ts';
import { controlApi } from './control/controlApi.ts';
import { InitGate } from './environment/initGate.ts';
import { AsyncInvoker } from './invoke/asyncInvoker.ts';
import { AwsDestinations } from './invoke/destinations/awsDestinations.ts';
import { invokeAsyncHandler } from './invoke/invokeAsyncHandler.ts';
import { invokeHandler } from './invoke/invokeHandler.ts';
import { LocalRegion, type MutableSettings } from './localRegion.ts';
import { EventHub } from './observe/eventHub.ts';
import { MemorySampler } from './observe/memorySampler.ts';
import { RegionPools } from './pool/regionPools.ts';
import { eventInvokeConfigOf } from './resources/eventInvokeConfigs/eventInvokeConfigOf.ts';
import { functionKey } from './resources/functionKey.ts';
import { openFunctionStore } from './resources/functions/functionStore.ts';
import { InvocationResolver } from './resources/functions/invocationResolver.ts';
import type { RegionResources } from './resources/regionResources.ts';
import { openRegionTables } from './resources/regionTables.ts';
import { resourceHandlers } from './resources/resourceHandlers.ts';
import { createRuntimes } from './runtimes/createRuntimes.ts';
import { memoryMeterOf } from './sandbox/memory.ts';
import { processTreeOf } from './sandbox/processTree.ts';
import { startSupervisor } from './sandbox/supervisor.ts';
import { AsyncEventStore } from './store/asyncEventStore.ts';
import { openCodeArchives } from './store/archives/codeArchives.ts';
import { type DocumentStore, openDocumentStore } from './store/documentStore.ts';
import { KeyedQueue } from './store/keyedQueue.ts';
import { WorkspaceFunctions } from './workspace/workspaceFunctions.ts';

export interface ServiceOptions {
  readonly port: number;
  /** Made if it is missing. */
  readonly dataFolder: string;
  readonly identity: Identity;
  readonly accountConcurrency: number;
  readonly idleSeconds: number;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  readonly timeScale: number;
  /** The folder that stands for S3, if there is one. */
  readonly s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to; AWS's own where it is left out. */
  readonly awsEndpoint: string | undefined;
  /** Executables by runtime name. */
  readonly runtimes: Readonly<Record<string, string>>;
  /** Where the built files lie: the reaper, and the runtimes' own files. */
  readonly distFolder: string;
  readonly logger: Logger;
}

export interface Service {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly controlToken: string;
  readonly region: LocalRegion;
  /** Ends every environment, finishes what is written, frees the port. Twice is safe. */
  stop(): Promise<void>;
}

/** How long answers that are under way may take when the service stops. */
const closeGraceMs = 500;

/** Puts the Local region together and opens it. Throws CodedError: the port is taken, the data folder is in use or unusable. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const store = await openDocumentStore(options.dataFolder, options.logger);
  try {
    return await startOn(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(store: DocumentStore, options: ServiceOptions): Promise<Service> {
  const { identity, logger } = options;
  const clock = systemClock;
  const owned = new DisposableStore();

  const archives = await openCodeArchives(options.dataFolder, logger);
  const uuid = randomUUID;
  const tables = await openRegionTables(store);
  const { idleSeconds, runtimes, s3Folder, awsEndpoint } = options;
  const settings: MutableSettings = { idleSeconds, runtimes, timeScale: options.timeScale, s3Folder, awsEndpoint };
  const timeScale = (): number => settings.timeScale;
  const { accountConcurrency } = options;
  const functions = owned.add(
    await openFunctionStore({ store, archives, tables, identity, accountConcurrency, clock, logger, uuid, timeScale }),
  );
  const resources: RegionResources = {
    identity,
    store,
    archives,
    functions,
    tables,
    queue: new KeyedQueue(),
    clock,
    logger,
    uuid,
    timeScale,
    s3Folder: () => settings.s3Folder,
  };
  const resolver = new InvocationResolver(functions, Math.random);

  const events = new EventHub();
  const meter = memoryMeterOf(process.platform);
  const supervisor = owned.add(startSupervisor(join(options.distFolder, 'reaper.cjs'), logger));
  const pools = new RegionPools({
    environment: {
      clock,
      identity,
      meter,
      sink: events,
      initGate: new InitGate(Math.max(4, availableParallelism() * 2)),
      runtimes: createRuntimes({
        platform: process.platform,
        environment: process.env,
        home: homedir(),
        overrides: () => settings.runtimes,
        assets: join(options.distFolder, 'runtimes'),
        cache: join(options.dataFolder, 'compiled'),
        // VS Code's own executable is no Node.js that Lambda has.
        ...(process.versions['electron'] === undefined && { ownNode: process.execPath }),
      }),
      host: { tree: processTreeOf(process.platform), supervisor, platform: process.platform },
    },
    account: () => ({ limit: functions.accountConcurrency, reserved: functions.reservedTotal }),
    idleMs: () => settings.idleSeconds * 1000,
  });
  owned.add(new MemorySampler(clock, meter, events, () => pools.environments));

  const inlineFolder = join(options.dataFolder, 'inline');
  const workspace = owned.add(new WorkspaceFunctions({ clock, logger, platform: process.platform, identity, inlineFolder }));
  const destinations = owned.add(
    new AwsDestinations({
      awsEndpoint: () => settings.awsEndpoint,
      environment: process.env,
      region: identity.region,
      account: identity.account,
    }),
  );
  const asynchronous = owned.add(
    new AsyncInvoker({
      events: new AsyncEventStore(store),
      functions: resolver,
      onFunctionsChanged: functions.onDidChange,
      pools,
      destinations,
      configOf: (name, qualifier) => eventInvokeConfigOf(tables, name, qualifier),
      deadLetterTargetOf: (name) => functions.get(name)?.configuration.further.DeadLetterTarget,
      recursionAllowed: (name) => tables.recursion.get(functionKey(name))?.recursiveLoop === 'Allow',
      identity,
      timeScale,
      uuid,
      random: Math.random,
      clock,
      logger,
    }),
  );
  const region = owned.add(new LocalRegion({ functions, workspace, pools, events, clock, settings, logger }));

  const invoke = invokeHandler({ functions: resolver, pools, asynchronous });
  const controlToken = randomBytes(32).toString('hex');
  const server = createApiServer({
    handlers: { ...resourceHandlers(resources), Invoke: invoke, InvokeAsync: invokeAsyncHandler(invoke) },
    control: controlApi({ region, token: controlToken, logger }),
    logger,
    clock,
    requestIds: randomUUID,
  });

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      asynchronous.dispose();
      try {
        await Promise.all([pools.close(), server.close(closeGraceMs)]);
      } finally {
        owned.dispose();
        await store.close();
      }
    })();
    return stopping;
  };

  try {
    // Read before more are accepted.
    const goOn = await asynchronous.kept();
    const endpoint = await server.listen(options.port);
    goOn();
    return { endpoint, controlToken, region, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
