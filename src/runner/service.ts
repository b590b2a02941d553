import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../common/clock.ts';
import { DisposableStore } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { Identity } from '../lambda/arn.ts';
import { createApiServer } from './api/apiServer.ts';
import { createAutoScaling } from './autoScaling/createAutoScaling.ts';
import { regionCapacity } from './autoScaling/regionCapacity.ts';
import { regionUtilization } from './autoScaling/regionUtilization.ts';
import { controlApi } from './control/controlApi.ts';
import { environmentSetup } from './environmentSetup.ts';
import { AsyncInvoker } from './invoke/asyncInvoker.ts';
import { AwsDestinations } from './invoke/destinations/awsDestinations.ts';
import { invokeAsyncHandler } from './invoke/invokeAsyncHandler.ts';
import { invokeHandler } from './invoke/invokeHandler.ts';
import { invokeStreamHandler } from './invoke/invokeStreamHandler.ts';
import { ownLayer } from './layers/ownLayer.ts';
import { LocalRegion } from './localRegion.ts';
import { logsApi } from './logs/api/logsApi.ts';
import { keepLog } from './logs/keepLog.ts';
import { LogStore } from './logs/store/logStore.ts';
import { EventHub } from './observe/eventHub.ts';
import { EnvironmentSampler } from './observe/environmentSampler.ts';
import { ProvisionedAllocator } from './pool/provisioned/provisionedAllocator.ts';
import { RegionPools } from './pool/regionPools.ts';
import { initialSettings, type MutableSettings } from './regionSettings.ts';
import { eventInvokeConfigOf } from './resources/eventInvokeConfigs/eventInvokeConfigOf.ts';
import { functionKey } from './resources/functionKey.ts';
import { openFunctionStore } from './resources/functions/functionStore.ts';
import { InvocationResolver } from './resources/functions/invocationResolver.ts';
import { HeldConcurrency } from './resources/provisionedConcurrency/heldConcurrency.ts';
import { provisionedConfigurations } from './resources/provisionedConcurrency/provisionedConfigurations.ts';
import type { RegionResources } from './resources/regionResources.ts';
import { openRegionTables } from './resources/regionTables.ts';
import { resourceHandlers } from './resources/resourceHandlers.ts';
import { createSigning } from './signing/createSigning.ts';
import { tellSigningChanges } from './signing/tellSigningChanges.ts';
import { signingTrust } from './signing/signingTrust.ts';
import { createPackageVerifier } from './signing/verify/packageVerifier.ts';
import { AsyncEventStore } from './store/asyncEventStore.ts';
import { openCodeArchives } from './store/archives/codeArchives.ts';
import { UnpackedArchives } from './store/archives/unpackedArchives.ts';
import { type DocumentStore, openDocumentStore } from './store/documentStore.ts';
import { KeyedQueue } from './store/keyedQueue.ts';
import { knownKeys } from './url/secretOf.ts';
import { createUrlServers } from './url/urlServers.ts';
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
  /** How fast environments start against AWS: 1 as there. */
  readonly rateScale: number;
  /** The folder that stands for S3, if there is one. */
  readonly s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to; AWS's own where it is left out. */
  readonly awsEndpoint: string | undefined;
  /** By runtime name: an executable, or a whole entry. */
  readonly runtimes: MutableSettings['runtimes'];
  readonly isolation: MutableSettings['isolation'];
  /** The AWS profile whose credentials handlers get, if they get any. */
  readonly credentialsProfile: string | undefined;
  /** `.env` files by function name, by absolute path; that of `*` is for all, below the function's own. */
  readonly environmentFiles: MutableSettings['environmentFiles'];
  readonly streamBandwidth: MutableSettings['streamBandwidth'];
  readonly logBytesPerFunction: number;
  /** Files with root certificates that signatures may lead to, besides the region's own, by absolute path. */
  readonly signingRoots: readonly string[];
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

/** What a minute of Lambda's metrics lasts at least, where its waiting times do not last at all. */
const leastMinuteMs = 100;

/** How long Lambda prepares before provisioned environments start: a minute or two. */
const preparationMs = 60_000;

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
  const settings = initialSettings(options);
  const timeScale = (): number => settings.timeScale;
  const { accountConcurrency } = options;
  const functions = owned.add(
    await openFunctionStore({ store, archives, tables, identity, accountConcurrency, clock, logger, uuid, timeScale }),
  );
  const resolver = new InvocationResolver(functions, Math.random);

  const events = new EventHub();
  const { dataFolder, distFolder } = options;
  const { environment, overrides, credentials, collectLayers } = await environmentSetup({
    dataFolder,
    distFolder,
    identity,
    settings,
    sink: events,
    ownLayer: (arn) => ownLayer(resources, arn),
    clock,
    logger,
    owned,
  });
  const minuteMs = (): number => Math.max(leastMinuteMs, 60_000 * settings.timeScale);
  const held = new HeldConcurrency({ functions, tables });
  const pools = new RegionPools({
    environment,
    limits: () => ({
      limit: functions.accountConcurrency,
      reserved: functions.reservedTotal,
      provisionedUnreserved: held.unreserved,
      provisioned: (name) => held.of(name),
      rateScale: settings.rateScale,
    }),
    idleMs: () => settings.idleSeconds * 1000,
    minuteMs,
  });
  const allocations = owned.add(
    new ProvisionedAllocator({
      configurations: () => provisionedConfigurations({ functions, tables }),
      pools,
      preparationMs: () => preparationMs * settings.timeScale,
      startedAt: clock.now(),
      rateScale: () => settings.rateScale,
      clock,
      logger,
    }),
  );
  owned.add(
    functions.onDidChange(() => {
      held.refresh();
      void allocations.follow();
    }),
  );
  const urls = await createUrlServers({
    identity,
    store,
    functions,
    tables,
    resolver,
    pools,
    bandwidth: () => settings.streamBandwidth,
    secretOf: knownKeys(() => credentials.current()),
    clock,
    logger,
    uuid,
    random: Math.random,
  });
  const queue = new KeyedQueue();
  const signing = await createSigning({
    identity,
    dataFolder,
    store,
    tables,
    queue,
    clock,
    logger,
    uuid,
    requestIds: randomUUID,
  });
  owned.add(tellSigningChanges({ tables, events, clock }));
  const trust = signingTrust({ service: signing, rootFiles: () => settings.signingRoots, logger });
  const resources: RegionResources = {
    identity,
    store,
    archives,
    functions,
    tables,
    queue,
    clock,
    logger,
    uuid,
    timeScale,
    s3Folder: () => settings.s3Folder,
    allocations,
    urlEndpoints: urls,
    packageVerifier: createPackageVerifier({ trust, clock }),
    events,
  };
  owned.add(new EnvironmentSampler({ clock, meter: environment.meter, sink: events, environments: () => pools.environments }));

  const inlineFolder = join(options.dataFolder, 'inline');
  const unpacked = new UnpackedArchives({ root: join(dataFolder, 'code-cache'), platform: process.platform, now: () => clock.now() });
  const workspace = owned.add(new WorkspaceFunctions({ clock, logger, platform: process.platform, identity, inlineFolder, archives: unpacked }));
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
  const region = owned.add(new LocalRegion({ functions, tables, workspace, pools, events, overrides, urls, allocations, collectLayers, clock, settings, logger }));

  const autoScaling = owned.add(
    createAutoScaling({
      identity,
      store,
      tables,
      functions,
      capacity: regionCapacity(resources),
      utilization: regionUtilization(functions, pools),
      minuteMs,
      clock,
      logger,
      uuid,
      requestIds: randomUUID,
    }),
  );

  const invoke = invokeHandler({ functions: resolver, pools, asynchronous, clock });
  const stream = invokeStreamHandler({ functions: resolver, pools, clock, bandwidth: () => settings.streamBandwidth });
  const logs = await LogStore.open({ folder: join(dataFolder, 'logs'), clock, logger, limitBytes: () => settings.logBytesPerFunction });
  owned.add(events.subscribe((event) => event.type === 'logged' && keepLog(logs, event)));
  const controlToken = randomBytes(32).toString('hex');
  const server = createApiServer({
    handlers: { ...resourceHandlers(resources), Invoke: invoke, InvokeAsync: invokeAsyncHandler(invoke), InvokeWithResponseStream: stream },
    control: controlApi({ region, token: controlToken, logger }),
    beside: [logsApi({ store: logs, clock, logger, identity, requestIds: randomUUID }), autoScaling.api, signing.api],
    logger,
    clock,
    requestIds: randomUUID,
  });

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      asynchronous.dispose();
      try {
        await Promise.all([pools.close(), server.close(closeGraceMs), urls.stop(closeGraceMs)]);
      } finally {
        owned.dispose();
        await Promise.all([logs.close(), store.close()]);
      }
    })();
    return stopping;
  };

  try {
    // Read before more are accepted.
    const goOn = await asynchronous.kept();
    const endpoint = await server.listen(options.port);
    goOn();
    void allocations.follow();
    // What is wrong with the files is better told now than with the first deployment.
    if (settings.signingRoots.length > 0) void trust.roots();
    return { endpoint, controlToken, region, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
