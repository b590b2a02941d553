import { expect, onTestFinished, test } from 'vitest';

import { silentLogger } from '../../../src/common/logger.ts';
import { isRecord } from '../../../src/lambda/model/record.ts';
import { aliasDocuments } from '../../../src/runner/resources/aliases/storedAlias.ts';
import { capacityProviderDocuments } from '../../../src/runner/resources/capacityProviders/storedCapacityProvider.ts';
import { codeSigningConfigDocuments } from '../../../src/runner/resources/codeSigning/storedCodeSigningConfig.ts';
import { functionCodeSigningDocuments } from '../../../src/runner/resources/codeSigning/storedFunctionCodeSigning.ts';
import { eventInvokeConfigDocuments } from '../../../src/runner/resources/eventInvokeConfigs/storedEventInvokeConfig.ts';
import { eventSourceMappingDocuments } from '../../../src/runner/resources/eventSourceMappings/storedEventSourceMapping.ts';
import { functionDocuments } from '../../../src/runner/resources/functions/storedFunction.ts';
import { functionScalingDocuments } from '../../../src/runner/resources/functionScaling/storedFunctionScaling.ts';
import { numberOfKey, partsOfKey } from '../../../src/runner/resources/functionKey.ts';
import { layerVersionDocuments } from '../../../src/runner/resources/layers/storedLayer.ts';
import { policyDocuments } from '../../../src/runner/resources/policies/storedPolicy.ts';
import { provisionedConcurrencyDocuments } from '../../../src/runner/resources/provisionedConcurrency/storedProvisionedConcurrency.ts';
import { recursionDocuments } from '../../../src/runner/resources/recursion/storedRecursion.ts';
import { runtimeManagementDocuments } from '../../../src/runner/resources/runtimeManagement/storedRuntimeManagement.ts';
import { tagsDocuments } from '../../../src/runner/resources/tags/storedTags.ts';
import { urlDocuments } from '../../../src/runner/resources/urls/storedUrl.ts';
import { versionCodes, versionDocuments } from '../../../src/runner/resources/versions/storedVersion.ts';
import { openCodeArchives } from '../../../src/runner/store/archives/codeArchives.ts';
import type { DocumentKind } from '../../../src/runner/store/documentKind.ts';
import { type DocumentStore, openDocumentStore } from '../../../src/runner/store/documentStore.ts';
import { openRegion, type TestRegion } from '../../unit/runner/resources/testRegion.ts';
import { temporaryFolder } from '../../unit/runner/store/temporaryFolder.ts';
import { clientFor, send, startServer } from '../api/harness.ts';
import { randomFrom } from '../durability/random.ts';
import { nextCall } from './randomCalls.ts';

const callers = 40;
const callsOfEach = 40;
/** Of the account; low enough that reservations and provisioned concurrency are refused now and then. */
const accountConcurrency = 300;

/** What belongs to a function, by `functionKey`. */
const kindsOfFunctions: readonly DocumentKind<unknown>[] = [
  aliasDocuments,
  policyDocuments,
  urlDocuments,
  eventInvokeConfigDocuments,
  provisionedConcurrencyDocuments,
  runtimeManagementDocuments,
  recursionDocuments,
  functionScalingDocuments,
  functionCodeSigningDocuments,
];

test.each([1, 2, 3])('many callers at once leave nothing behind that belongs to nothing (%i)', async (seed) => {
  const folder = await temporaryFolder();
  const region = await openRegion({ folder, accountConcurrency });
  const failures = await callFromAll(region, seed);
  expect(failures).toEqual([]);
  const lists = await listsOf(region);
  const settings = await region.accountSettings();
  await region.stop();

  const usage = await checkDocuments(folder);
  expect(settings.AccountUsage).toEqual(usage.account);
  expect(settings.AccountLimit?.UnreservedConcurrentExecutions).toBe(accountConcurrency - usage.taken);

  const again = await openRegion({ folder, accountConcurrency });
  expect(await listsOf(again)).toEqual(lists);
  expect(await again.accountSettings()).toEqual(settings);
  expect(again.log).toEqual([]);
});

/** The answer is what was not answered, or not as the API answers. */
async function callFromAll({ handlers }: TestRegion, seed: number): Promise<readonly string[]> {
  const logged: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void logged.push(message) };
  const { server, endpoint } = await startServer({ handlers, logger });
  const client = clientFor(endpoint);
  onTestFinished(async () => {
    client.destroy();
    await server.close(0);
  });
  const failures: string[] = [];
  const answered = new Set<string>();
  const configs: string[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const random = randomFrom(seed * 1_000 + caller);
      for (let call = 0; call < callsOfEach; call += 1) {
        const [operation, input] = nextCall(random, configs);
        const problem = await send(client, operation, input).then(
          ({ CodeSigningConfig: config }) => {
            answered.add(operation);
            if (isRecord(config)) configs.push(String(config['CodeSigningConfigArn']));
            return undefined;
          },
          (error: unknown) => problemOf(error),
        );
        if (problem !== undefined) failures.push(`${operation} ${JSON.stringify(input)}: ${problem}`);
      }
    }),
  );
  // The calls are about what is there: of the most kinds, some succeed.
  expect(answered.size).toBeGreaterThan(30);
  return [...failures, ...logged];
}

/** Undefined for what the API answers to a caller's mistake. */
function problemOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return String(error);
  const status = isRecord(error.$metadata) ? error.$metadata['httpStatusCode'] : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? undefined : `${String(status)} ${error.message}`;
}

/** What the lists of the API show, whole: functions, versions, and what there is besides. */
async function listsOf(region: TestRegion): Promise<unknown> {
  const { functions, tables } = region;
  const names = functions.latest().map(({ settings }) => settings.FunctionName);
  const ofEach = async (FunctionName: string) => ({
    function: await region.call('GetFunction', { FunctionName }),
    versions: await region.call('ListVersionsByFunction', { FunctionName }),
    aliases: await region.call('ListAliases', { FunctionName }),
    urls: await region.call('ListFunctionUrlConfigs', { FunctionName }),
    eventInvokeConfigs: await region.call('ListFunctionEventInvokeConfigs', { FunctionName }),
    provisioned: await region.call('ListProvisionedConcurrencyConfigs', { FunctionName }),
  });
  return {
    functions: await Promise.all(names.map(ofEach)),
    layers: await region.call('ListLayers', {}),
    mappings: await region.call('ListEventSourceMappings', {}),
    codeSigningConfigs: await region.call('ListCodeSigningConfigs', {}),
    capacityProviders: await region.call('ListCapacityProviders', {}),
    tags: tables.tags.page(),
  };
}

interface Usage {
  readonly account: { readonly TotalCodeSize: number; readonly FunctionCount: number };
  /** Reserved, or provisioned without a reservation. */
  readonly taken: number;
}

/** Reads the data folder as it lies there, and gives what is used by its documents. */
async function checkDocuments(folder: string): Promise<Usage> {
  const store = await openDocumentStore(folder, silentLogger);
  try {
    const functions = new Map((await store.scan(functionDocuments)).map(({ key, value }) => [key, value]));
    const versions = await store.scan(versionDocuments);
    const codes = await store.scan(versionCodes);
    const aliases = await store.scan(aliasDocuments);
    const layers = await store.scan(layerVersionDocuments);

    expect(codes.map(({ key, value }) => [key, value.size])).toEqual(versions.map(({ key, value }) => [key, value.configuration.code.size]));
    const numbers = new Set(versions.map(({ key }) => `${partsOfKey(key).name}!${numberOfKey(key)}`));
    expect(versions.filter(({ key }) => numberOfKey(key) > (functions.get(partsOfKey(key).name)?.lastVersion ?? 0))).toEqual([]);

    const qualifiers = new Set([...numbers, ...aliases.map(({ key }) => key), ...[...functions.keys()].flatMap((name) => [`${name}!`, `${name}!$LATEST`])]);
    for (const kind of kindsOfFunctions) {
      const keys = (await store.scan(kind)).map(({ key }) => key);
      expect({ [kind.name]: keys.filter((key) => !functions.has(partsOfKey(key).name) || !qualifiers.has(key)) }).toEqual({ [kind.name]: [] });
    }
    for (const { key, value } of aliases) {
      const { name } = partsOfKey(key);
      const routed = [value.functionVersion, ...(value.additional === undefined ? [] : [value.additional.version])];
      expect(routed.filter((version) => version !== '$LATEST' && !numbers.has(`${name}!${version}`))).toEqual([]);
    }
    await checkReferences(store, folder);

    const provisioned = await store.scan(provisionedConcurrencyDocuments);
    const ofFunction = (name: string): number =>
      provisioned.filter(({ key }) => partsOfKey(key).name === name).reduce((sum, { value }) => sum + value.requested, 0);
    const taken = [...functions].map(([name, { reservedConcurrency }]) => {
      if (reservedConcurrency !== undefined) expect(ofFunction(name)).toBeLessThanOrEqual(reservedConcurrency);
      return reservedConcurrency ?? ofFunction(name);
    });
    const total = sum(taken);
    expect(accountConcurrency - total).toBeGreaterThanOrEqual(100);
    const sizes = [...[...functions.values()].map(({ latest }) => latest.code.size), ...codes.map(({ value }) => value.size), ...layers.map(({ value }) => value.size)];
    return { account: { TotalCodeSize: sum(sizes), FunctionCount: functions.size }, taken: total };
  } finally {
    await store.close();
  }
}

/** What documents refer to is there: configurations, providers, archives. */
async function checkReferences(store: DocumentStore, folder: string): Promise<void> {
  const configs = await store.scan(codeSigningConfigDocuments);
  const providers = await store.scan(capacityProviderDocuments);
  const mappings = await store.scan(eventSourceMappingDocuments);
  const ids = new Set([...configs, ...providers, ...mappings].map(({ key }) => key));
  const idOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
  const attached = (await store.scan(functionCodeSigningDocuments)).map(({ value }) => idOf(value.codeSigningConfigArn));
  const tagged = (await store.scan(tagsDocuments)).map(({ key }) => idOf(key));
  const configurations = [
    ...(await store.scan(functionDocuments)).map(({ value }) => value.latest),
    ...(await store.scan(versionDocuments)).map(({ value }) => value.configuration),
  ];
  const used = configurations.flatMap(({ further }) => further.CapacityProviderConfig ?? []);
  const providersUsed = used.map((config) => idOf(config.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn));
  expect([...attached, ...tagged, ...providersUsed].filter((id) => !ids.has(id))).toEqual([]);

  const archives = await (await openCodeArchives(folder, silentLogger)).list();
  const layers = configurations.flatMap(({ further }) => further.Layers.flatMap(({ sha256 }) => sha256 ?? []));
  const code = [...configurations.map(({ code: { sha256 } }) => sha256), ...layers];
  expect(code.filter((sha256) => !archives.has(sha256))).toEqual([]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
