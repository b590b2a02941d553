import type * as Sdk from '@aws-sdk/client-lambda';
import { type Clock, systemClock } from '../common/clock.ts';
import { clientOptions } from './clientOptions.ts';
import type { Connection } from './connection.ts';
import { type AskMfaCode, credentialsOf, sourceFacts } from './credentials.ts';
import { concernsCredentials, explain } from './explain.ts';
import { invokeResult } from './invokeResult.ts';
import type { InvokeRequest, LambdaApi, Page } from './lambdaApi.ts';

export interface LambdaApiDependencies {
  readonly clock?: Clock;
  /** Loads the SDK, when it is first needed. */
  readonly load?: () => Promise<typeof Sdk>;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

/** As many as Lambda lists at once. */
const pageSize = 50;

interface Clients {
  readonly sdk: typeof Sdk;
  /** For what may be sent again when it fails. */
  readonly repeating: Sdk.LambdaClient;
  readonly once: Sdk.LambdaClient;
}

type Call<T> = (clients: Clients, options: { readonly abortSignal?: AbortSignal }) => Promise<T>;

/** Loads nothing and resolves no credentials before the first call. */
export function createLambdaApi(connection: Connection, dependencies: LambdaApiDependencies = {}): LambdaApi {
  const { clock = systemClock, load = () => import('@aws-sdk/client-lambda'), askMfaCode, productVersion = '0' } = dependencies;
  let clients: Promise<Clients> | undefined;

  const open = async (): Promise<Clients> => {
    const sdk = await load();
    const common = { connection, credentials: credentialsOf(connection, askMfaCode), productVersion };
    return {
      sdk,
      repeating: new sdk.LambdaClient(clientOptions({ ...common, repeatable: true })),
      once: new sdk.LambdaClient(clientOptions({ ...common, repeatable: false })),
    };
  };

  const call = async <T>(operation: string, signal: AbortSignal | undefined, run: Call<T>): Promise<T> => {
    try {
      clients ??= open().catch((error: unknown) => {
        clients = undefined;
        throw error;
      });
      return await run(await clients, signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      const { profile } = connection;
      const facts = profile !== undefined && concernsCredentials(error) ? await sourceFacts(profile) : {};
      throw explain(error, { connection, operation, ...facts });
    }
  };

  return {
    listFunctions: (marker, signal) =>
      call('ListFunctions', signal, async ({ sdk, repeating }, options) => {
        const command = new sdk.ListFunctionsCommand({ MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) });
        const { Functions, NextMarker } = await repeating.send(command, options);
        return page(Functions, NextMarker);
      }),

    getFunction: (name, signal) =>
      call('GetFunction', signal, ({ sdk, repeating }, options) => repeating.send(new sdk.GetFunctionCommand({ FunctionName: name }), options)),

    listVersions: (name, marker, signal) =>
      call('ListVersionsByFunction', signal, async ({ sdk, repeating }, options) => {
        const input = { FunctionName: name, MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) };
        const { Versions, NextMarker } = await repeating.send(new sdk.ListVersionsByFunctionCommand(input), options);
        return page(Versions, NextMarker);
      }),

    listAliases: (name, marker, signal) =>
      call('ListAliases', signal, async ({ sdk, repeating }, options) => {
        const input = { FunctionName: name, MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) };
        const { Aliases, NextMarker } = await repeating.send(new sdk.ListAliasesCommand(input), options);
        return page(Aliases, NextMarker);
      }),

    listLayers: (marker, signal) =>
      call('ListLayers', signal, async ({ sdk, repeating }, options) => {
        const command = new sdk.ListLayersCommand({ MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) });
        const { Layers, NextMarker } = await repeating.send(command, options);
        return page(Layers, NextMarker);
      }),

    listLayerVersions: (layer, marker, signal) =>
      call('ListLayerVersions', signal, async ({ sdk, repeating }, options) => {
        const input = { LayerName: layer, MaxItems: pageSize, ...(marker !== undefined && { Marker: marker }) };
        const { LayerVersions, NextMarker } = await repeating.send(new sdk.ListLayerVersionsCommand(input), options);
        return page(LayerVersions, NextMarker);
      }),

    getReservedConcurrency: (name, signal) =>
      call('GetFunctionConcurrency', signal, async ({ sdk, repeating }, options) => {
        const answer = await repeating.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName: name }), options);
        return answer.ReservedConcurrentExecutions;
      }),

    setReservedConcurrency: (name, reserved, signal) =>
      reserved === undefined
        ? call('DeleteFunctionConcurrency', signal, async ({ sdk, repeating }, options) => {
            await repeating.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName: name }), options);
          })
        : call('PutFunctionConcurrency', signal, async ({ sdk, repeating }, options) => {
            const input = { FunctionName: name, ReservedConcurrentExecutions: reserved };
            await repeating.send(new sdk.PutFunctionConcurrencyCommand(input), options);
          }),

    invoke: (request, signal) =>
      call('Invoke', signal, async ({ sdk, once }, options) => {
        const started = clock.monotonic();
        const output = await once.send(new sdk.InvokeCommand(invokeInput(request)), options);
        return invokeResult(output, clock.monotonic() - started);
      }),

    dispose() {
      void clients?.then(
        ({ repeating, once }) => {
          repeating.destroy();
          once.destroy();
        },
        () => {},
      );
      clients = undefined;
    },
  };
}

function invokeInput({ functionName, qualifier, payload, type }: InvokeRequest): Sdk.InvokeCommandInput {
  return {
    FunctionName: functionName,
    InvocationType: type,
    Payload: Buffer.from(payload),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(type === 'RequestResponse' && { LogType: 'Tail' }),
  };
}

function page<T>(items: readonly T[] | undefined, next: string | undefined): Page<T> {
  return { items: items ?? [], ...(next !== undefined && next !== '' && { next }) };
}
