import { onTestFinished } from 'vitest';

import type { Logger } from '../../../../src/common/logger.ts';
import type { FunctionSettings } from '../../../../src/lambda/function.ts';
import type { Handler, Handlers, RequestContext } from '../../../../src/runner/api/handlers.ts';
import type { OperationName, Operations } from '../../../../src/runner/api/operations.ts';
import { type FunctionStore, openFunctionStore } from '../../../../src/runner/resources/functions/functionStore.ts';
import { InvocationResolver } from '../../../../src/runner/resources/functions/invocationResolver.ts';
import type { FunctionVersion, InvocationTarget } from '../../../../src/runner/resources/functionVersion.ts';
import type { AllocationState } from '../../../../src/runner/pool/provisioned/provisionedAllocations.ts';
import type { RegionResources } from '../../../../src/runner/resources/regionResources.ts';
import { openRegionTables, type RegionTables } from '../../../../src/runner/resources/regionTables.ts';
import { noEndpoints, type UrlEndpoints } from '../../../../src/runner/resources/urls/urlEndpoints.ts';
import { resourceHandlers } from '../../../../src/runner/resources/resourceHandlers.ts';
import { openCodeArchives } from '../../../../src/runner/store/archives/codeArchives.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { KeyedQueue } from '../../../../src/runner/store/keyedQueue.ts';
import type { RegionEvent } from '../../../../src/protocol/runner.ts';
import type { PackageVerifier } from '../../../../src/runner/signing/verify/packageVerifier.ts';
import type { WorkspaceFunction } from '../../../../src/runner/workspace/workspaceFunction.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';

export const identity = { partition: 'aws', region: 'eu-west-1', account: '123456789012' };
export const arn = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
export const role = 'arn:aws:iam::123456789012:role/test';
export const zip = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 1;' }]);
export const otherZip = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 2;' }]);

/** 2024-01-01T00:00:00Z */
const startTime = 1_704_067_200_000;

export interface TestRegion {
  /** What the allocations of provisioned concurrency are, which a test sets: nothing runs here. By `functionKey`. */
  readonly allocated: Map<string, AllocationState>;
  readonly folder: string;
  readonly store: DocumentStore;
  readonly functions: FunctionStore;
  readonly handlers: Handlers;
  /** `$LATEST` of a function, as it runs. */
  latest(name: string): FunctionVersion;
  /** As Invoke finds it. */
  resolve(nameOrArn: string, qualifier?: string): Promise<InvocationTarget>;
  readonly tables: RegionTables;
  /** What was logged as a warning or an error. */
  readonly log: readonly string[];
  /** What was told to those who watch. */
  readonly events: readonly RegionEvent[];
  /** Calls an operation as the API does, after its checks. */
  call<Name extends OperationName>(operation: Name, input: Operations[Name]['input']): Promise<Operations[Name]['output']>;
  /** CreateFunction with what it needs. */
  create(name: string, more?: Partial<Operations['CreateFunction']['input']>): Promise<Operations['CreateFunction']['output']>;
  accountSettings(): Promise<Operations['GetAccountSettings']['output']>;
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

export interface TestRegionOptions {
  readonly folder?: string;
  readonly accountConcurrency?: number;
  /** 0 where it is left out: what is created is active at once. */
  readonly timeScale?: number;
  readonly s3Folder?: string;
  /** Serves function URLs; where it is left out, they are configurations only. */
  readonly urlEndpoints?: (parts: Pick<RegionResources, 'store' | 'functions' | 'tables' | 'clock' | 'logger'>) => Promise<UrlEndpoints>;
  /** Finds every package unsigned where it is left out. */
  readonly packageVerifier?: PackageVerifier;
  /** Decides which of an alias's versions runs. */
  readonly random?: () => number;
}

export async function openRegion(options: TestRegionOptions = {}): Promise<TestRegion> {
  const folder = options.folder ?? (await temporaryFolder());
  const log: string[] = [];
  const events: RegionEvent[] = [];
  const logger: Logger = { debug() {}, info() {}, warn: (message) => log.push(message), error: (message) => log.push(message) };
  const clock = new ManualClock(startTime);
  const store = await openDocumentStore(folder, logger);
  onTestFinished(() => store.close());
  const archives = await openCodeArchives(folder, logger);
  const tables = await openRegionTables(store);
  const uuid = (): string => crypto.randomUUID();
  const functions = await openFunctionStore({
    store,
    archives,
    tables,
    identity,
    accountConcurrency: options.accountConcurrency ?? 1000,
    clock,
    logger,
    uuid,
    timeScale: () => options.timeScale ?? 0,
  });
  onTestFinished(() => functions.dispose());
  const allocated = new Map<string, AllocationState>();
  const region: RegionResources = {
    identity,
    store,
    archives,
    functions,
    tables,
    queue: new KeyedQueue(),
    clock,
    logger,
    uuid,
    timeScale: () => options.timeScale ?? 0,
    s3Folder: () => options.s3Folder,
    allocations: { follow: () => Promise.resolve(), stateOf: (key) => allocated.get(key) },
    packageVerifier: options.packageVerifier ?? noVerifier,
    events: { emit: (event) => events.push(event) },
    urlEndpoints: (await options.urlEndpoints?.({ store, functions, tables, clock, logger })) ?? noEndpoints,
  };
  const handlers = resourceHandlers(region);
  const resolver = new InvocationResolver(functions, options.random ?? (() => 0));
  const call: TestRegion['call'] = async (operation, input) => {
    const handler: Handler<typeof operation> | undefined = handlers[operation];
    if (handler === undefined) throw new Error(`${operation} has no handler`);
    return handler(input, context);
  };
  return {
    folder,
    store,
    allocated,
    functions,
    handlers,
    tables,
    log,
    events,
    call,
    create: (name, more = {}) =>
      call('CreateFunction', {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: role,
        Code: { ZipFile: zip },
        ...more,
      }),
    // Its input has no members.
    accountSettings: () => call('GetAccountSettings', Object.create(null)),
    latest: (name) => {
      const fn = functions.get(name);
      if (fn === undefined) throw new Error(`there is no function ${name}`);
      return fn.version;
    },
    resolve: (nameOrArn, qualifier) => resolver.resolve(nameOrArn, qualifier),
    advance: (milliseconds) => clock.advance(milliseconds),
    stop: async () => {
      functions.dispose();
      await store.close();
    },
  };
}

const noVerifier: PackageVerifier = {
  verify: async () => ({
    checks: {
      integrity: { verdict: 'notChecked' },
      mismatch: { verdict: 'failed', reason: 'unsigned' },
      expiry: { verdict: 'notChecked' },
      revocation: { verdict: 'notChecked' },
    },
    signature: undefined,
  }),
};

export const context: RequestContext = { requestId: 'r', signal: new AbortController().signal, receivedAt: 0, headers: {} };

export function workspaceFunction(
  name: string,
  more: Partial<Omit<WorkspaceFunction, 'settings'>> & { readonly settings?: Partial<FunctionSettings> } = {},
): WorkspaceFunction {
  return {
    codeFolder: `/work/${name}`,
    layers: [],
    logicalId: `${name}Function`,
    position: { file: '/work/template.yaml', line: 4, column: 2, endLine: 4, endColumn: 9 },
    revision: '1',
    ...more,
    settings: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: role,
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Environment: {},
      Architecture: 'x86_64',
      EphemeralStorage: 512,
      ...more.settings,
    },
  };
}
