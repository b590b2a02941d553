import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';

import { isRecord } from '../../../src/lambda/model/record.ts';
import { readOperations } from '../../../src/runner/api/operationTable.ts';
import type { OperationName } from '../../../src/runner/api/operations.ts';
import { arn, openRegion, role, type TestRegion, zip } from '../../unit/runner/resources/testRegion.ts';
import { clientFor, send, startServer } from '../api/harness.ts';

interface List {
  readonly operation: OperationName;
  /** Of the request, besides the page's. */
  readonly input?: object;
  /** Where the items stand in the answer, and what tells them apart. */
  readonly items: string;
  readonly id?: string;
  /** What must be there before. */
  readonly prepare?: (region: TestRegion) => Promise<unknown>;
  /** Makes an item, by a name that sorts anywhere; the answer tells it apart in the list. */
  readonly add: (region: TestRegion, name: string) => Promise<string>;
  readonly remove: (region: TestRegion, id: string) => Promise<unknown>;
}

const account = '123456789012';
const FunctionName = 'fn';
const last = (text: string): string => text.slice(text.lastIndexOf(':') + 1);
const providerOf = (name: string): string => `arn:aws:lambda:eu-west-1:${account}:capacity-provider:${name}`;
const addProvider = async (region: TestRegion, name: string): Promise<string> => {
  await region.call('CreateCapacityProvider', {
    CapacityProviderName: name,
    VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: role },
  });
  return providerOf(name);
};
const addConfig = async (region: TestRegion): Promise<string> => {
  const publishers = { SigningProfileVersionArns: [`arn:aws:signer:eu-west-1:${account}:/signing-profiles/Profile/0123456789`] };
  return (await region.call('CreateCodeSigningConfig', { AllowedPublishers: publishers })).CodeSigningConfig?.CodeSigningConfigArn ?? '';
};
/** Whose functions are listed, by the name of its first function: made with the region. */
const configs = new WeakMap<TestRegion, string>();
let publications = 0;
const publish = async (region: TestRegion): Promise<string> => {
  await region.call('UpdateFunctionConfiguration', { FunctionName, Description: String((publications += 1)) });
  return (await region.call('PublishVersion', { FunctionName })).Version ?? '';
};
const addAlias = async (region: TestRegion, Name: string): Promise<string> => {
  await region.call('CreateAlias', { FunctionName, Name, FunctionVersion: '$LATEST' });
  return Name;
};

const lists: readonly List[] = [
  {
    operation: 'ListFunctions',
    items: 'Functions',
    add: async (region, name) => (await region.create(name)).FunctionArn ?? '',
    remove: (region, id) => region.call('DeleteFunction', { FunctionName: id }),
  },
  {
    operation: 'ListFunctions',
    input: { FunctionVersion: 'ALL' },
    items: 'Functions',
    prepare: (region) => region.create('with-version', { Publish: true }),
    add: async (region, name) => `${(await region.create(name)).FunctionArn ?? ''}:$LATEST`,
    remove: (region, id) => region.call('DeleteFunction', { FunctionName: id.replace(':$LATEST', '') }),
  },
  {
    operation: 'ListVersionsByFunction',
    input: { FunctionName },
    items: 'Versions',
    id: 'Version',
    prepare: (region) => region.create(FunctionName),
    add: publish,
    remove: (region, Qualifier) => region.call('DeleteFunction', { FunctionName, Qualifier }),
  },
  {
    operation: 'ListAliases',
    input: { FunctionName },
    items: 'Aliases',
    id: 'Name',
    prepare: (region) => region.create(FunctionName),
    add: addAlias,
    remove: (region, Name) => region.call('DeleteAlias', { FunctionName, Name }),
  },
  {
    operation: 'ListLayers',
    items: 'Layers',
    id: 'LayerName',
    add: async (region, LayerName) => {
      await region.call('PublishLayerVersion', { LayerName, Content: { ZipFile: zip } });
      return LayerName;
    },
    remove: (region, LayerName) => region.call('DeleteLayerVersion', { LayerName, VersionNumber: 1 }),
  },
  {
    operation: 'ListLayerVersions',
    input: { LayerName: 'layer' },
    items: 'LayerVersions',
    id: 'Version',
    add: async (region) => String((await region.call('PublishLayerVersion', { LayerName: 'layer', Content: { ZipFile: zip } })).Version),
    remove: (region, version) => region.call('DeleteLayerVersion', { LayerName: 'layer', VersionNumber: Number(version) }),
  },
  {
    operation: 'ListEventSourceMappings',
    items: 'EventSourceMappings',
    id: 'UUID',
    prepare: (region) => region.create(FunctionName),
    add: async (region, name) => {
      const mapping = await region.call('CreateEventSourceMapping', { FunctionName, EventSourceArn: `arn:aws:sqs:eu-west-1:${account}:${name}` });
      return mapping.UUID ?? '';
    },
    remove: (region, UUID) => region.call('DeleteEventSourceMapping', { UUID }),
  },
  {
    operation: 'ListEventSourceMappings',
    input: { FunctionName },
    items: 'EventSourceMappings',
    id: 'UUID',
    prepare: async (region) => {
      await region.create(FunctionName);
      await region.create('another');
      await region.call('CreateEventSourceMapping', { FunctionName: 'another', EventSourceArn: `arn:aws:sqs:eu-west-1:${account}:queue` });
    },
    add: async (region, name) => {
      const mapping = await region.call('CreateEventSourceMapping', { FunctionName, EventSourceArn: `arn:aws:sqs:eu-west-1:${account}:${name}` });
      return mapping.UUID ?? '';
    },
    remove: (region, UUID) => region.call('DeleteEventSourceMapping', { UUID }),
  },
  {
    operation: 'ListFunctionEventInvokeConfigs',
    input: { FunctionName },
    items: 'FunctionEventInvokeConfigs',
    prepare: (region) => region.create(FunctionName),
    add: async (region, name) => {
      const Qualifier = await addAlias(region, name);
      return (await region.call('PutFunctionEventInvokeConfig', { FunctionName, Qualifier, MaximumRetryAttempts: 1 })).FunctionArn ?? '';
    },
    remove: (region, id) => region.call('DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier: last(id) }),
  },
  {
    operation: 'ListFunctionUrlConfigs',
    input: { FunctionName },
    items: 'FunctionUrlConfigs',
    prepare: (region) => region.create(FunctionName),
    add: async (region, name) => {
      const Qualifier = await addAlias(region, name);
      return (await region.call('CreateFunctionUrlConfig', { FunctionName, Qualifier, AuthType: 'NONE' })).FunctionArn ?? '';
    },
    remove: (region, id) => region.call('DeleteFunctionUrlConfig', { FunctionName, Qualifier: last(id) }),
  },
  {
    operation: 'ListProvisionedConcurrencyConfigs',
    input: { FunctionName },
    items: 'ProvisionedConcurrencyConfigs',
    prepare: (region) => region.create(FunctionName),
    add: async (region) => {
      const Qualifier = await publish(region);
      await region.call('PutProvisionedConcurrencyConfig', { FunctionName, Qualifier, ProvisionedConcurrentExecutions: 1 });
      return arn(`${FunctionName}:${Qualifier}`);
    },
    remove: (region, id) => region.call('DeleteProvisionedConcurrencyConfig', { FunctionName, Qualifier: last(id) }),
  },
  {
    operation: 'ListCodeSigningConfigs',
    items: 'CodeSigningConfigs',
    id: 'CodeSigningConfigArn',
    add: addConfig,
    remove: (region, CodeSigningConfigArn) => region.call('DeleteCodeSigningConfig', { CodeSigningConfigArn }),
  },
  {
    operation: 'ListFunctionsByCodeSigningConfig',
    items: 'FunctionArns',
    prepare: async (region) => configs.set(region, await addConfig(region)),
    add: async (region, name) => (await region.create(name, { CodeSigningConfigArn: configs.get(region) })).FunctionArn ?? '',
    remove: (region, id) => region.call('DeleteFunctionCodeSigningConfig', { FunctionName: id }),
  },
  {
    operation: 'ListCapacityProviders',
    items: 'CapacityProviders',
    id: 'CapacityProviderArn',
    add: addProvider,
    remove: (region, id) => region.call('DeleteCapacityProvider', { CapacityProviderName: id }),
  },
  {
    operation: 'ListFunctionVersionsByCapacityProvider',
    input: { CapacityProviderName: 'machines' },
    items: 'FunctionVersions',
    prepare: (region) => addProvider(region, 'machines'),
    add: async (region, name) => {
      const provider = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: providerOf('machines') } };
      return `${(await region.create(name, { CapacityProviderConfig: provider })).FunctionArn ?? ''}:$LATEST`;
    },
    remove: (region, id) => region.call('DeleteFunction', { FunctionName: id.replace(':$LATEST', '') }),
  },
];

/** Names that sort in another order than they come in, and among each other; some begin with others. */
const staying = ['m', 'c', 'x-x', 'a', 'x', 'h1', 'h'];
const moving = ['n', 'b', 'x_', 'd', 'A', 'zz', 'h10', 'i', 'o'];

test('every list with pages is here', () => {
  const paged = readOperations().filter((operation) => operation.input().some(({ name }) => name === 'Marker'));
  // Durable executions are not there.
  const names = paged.map(({ name }) => name).filter((name) => !name.includes('Durable'));
  expect(new Set(names)).toEqual(new Set(lists.map(({ operation }) => operation)));
});

describe.each(lists.map((list) => ({ list, title: `${list.operation} ${JSON.stringify(list.input ?? {})}` })))('$title', ({ list }) => {
  test('pages of one tell of all items once and in their order, while others come and go', async () => {
    const { region, page } = await open(list);
    const stable = await addAll(list, region, staying);
    const others = [...moving];
    const moved = new Set(await addAll(list, region, others.splice(0, 3)));
    const whole = (await page({})).ids;

    const seen: string[] = [];
    let marker: string | undefined;
    do {
      const { ids, next } = await page({ MaxItems: 1, ...(marker !== undefined && { Marker: marker }) });
      expect(ids.length).toBeLessThanOrEqual(1);
      seen.push(...ids);
      // The one that the marker tells of may be gone when the next page is asked for.
      for (const id of ids) if (moved.delete(id)) await list.remove(region, id);
      for (const name of others.splice(0, 1)) moved.add(await list.add(region, name));
      marker = next;
    } while (marker !== undefined && seen.length < 100);

    expect(seen.length).toBe(new Set(seen).size);
    expect(stable.filter((id) => !seen.includes(id))).toEqual([]);
    const stayed = (ids: readonly string[]): readonly string[] => ids.filter((id) => stable.includes(id));
    expect(stayed(seen)).toEqual(stayed(whole));
  });

  test('a page that is full to the last item has no marker', async () => {
    const { region, page } = await open(list);
    await addAll(list, region, staying);
    const { ids } = await page({});
    expect(await page({ MaxItems: ids.length })).toEqual({ ids, next: undefined });
    expect((await page({ MaxItems: ids.length - 1 })).ids).toEqual(ids.slice(0, -1));
  });

  test('markers that are none are refused, an empty one is none, and those of other lists break nothing', async () => {
    const { region, page } = await open(list);
    await addAll(list, region, staying);
    const first = await page({ MaxItems: 1 });
    expect(await page({ MaxItems: 1, Marker: '' })).toEqual(first);
    for (const Marker of ['garbage', '!', 'ü', 'eyJ4IjoxfQ==', `x${first.next ?? ''}`]) {
      await expect(page({ Marker })).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: 'Invalid marker.' });
    }
    for (const other of ['', 'fn', 'fn!', 'fn!1', '!', '0', '99999999999999', '-1', 'NaN', '\u0000', '\uffff', '__proto__']) {
      const Marker = Buffer.from(`lambda-workbench/1/${other}`).toString('base64url');
      const outcome = await page({ Marker }).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'InvalidParameterValueException', message: 'Invalid marker.' });
    }
  });
});

interface Page {
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

async function open(list: List): Promise<{ readonly region: TestRegion; readonly page: (input: object) => Promise<Page> }> {
  const region = await openRegion();
  const { server, endpoint } = await startServer({ handlers: region.handlers });
  const client = clientFor(endpoint);
  onTestFinished(async () => {
    client.destroy();
    await server.close(0);
  });
  await list.prepare?.(region);
  const config = configs.get(region);
  const input = { ...list.input, ...(config !== undefined && { CodeSigningConfigArn: config }) };
  return { region, page: (more) => pageOf(client, list, { ...input, ...more }) };
}

async function pageOf(client: LambdaClient, { operation, items, id = 'FunctionArn' }: List, input: object): Promise<Page> {
  const output = await send(client, operation, input);
  const found: readonly unknown[] = Array.isArray(output[items]) ? output[items] : [];
  const next = output['NextMarker'];
  return { ids: found.map((item) => String(isRecord(item) ? item[id] : item)), next: typeof next === 'string' ? next : undefined };
}

async function addAll(list: List, region: TestRegion, names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await list.add(region, name));
  return ids;
}
