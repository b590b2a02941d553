import type * as Sdk from '@aws-sdk/client-lambda';
import { type Clock, systemClock } from '../common/clock.ts';
import { codeCalls } from './codeCalls.ts';
import { codeSigningCalls } from './codeSigningCalls.ts';
import type { Connection } from './connection.ts';
import type { AskMfaCode } from './credentials.ts';
import { functionUrlCalls } from './functionUrlCalls.ts';
import { invokeResult } from './invokeResult.ts';
import { invokeStream } from './invokeStream.ts';
import type { InvokeRequest, LambdaApi } from './lambdaApi.ts';
import { LambdaCaller } from './lambdaCaller.ts';
import { page, pageInput } from './pages.ts';
import { provisionedCalls } from './provisionedCalls.ts';

export interface LambdaApiDependencies {
  readonly clock?: Clock;
  /** Loads the SDK, when it is first needed. */
  readonly load?: () => Promise<typeof Sdk>;
  /** Fetches packages from where Lambda says they are. */
  readonly send?: typeof fetch;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

/** Loads nothing and resolves no credentials before the first call. */
export function createLambdaApi(connection: Connection, dependencies: LambdaApiDependencies = {}): LambdaApi {
  const { clock = systemClock, load = () => import('@aws-sdk/client-lambda'), send = fetch, askMfaCode, productVersion = '0' } = dependencies;
  const caller = new LambdaCaller(connection, { clock, load, productVersion, ...(askMfaCode !== undefined && { askMfaCode }) });
  return {
    listFunctions: (marker, signal) =>
      caller.repeat('ListFunctions', signal, async ({ sdk, client, options }) => {
        const { Functions, NextMarker } = await client.send(new sdk.ListFunctionsCommand(pageInput(marker)), options);
        return page(Functions, NextMarker);
      }),

    getFunction: (name, signal) =>
      caller.repeat('GetFunction', signal, ({ sdk, client, options }) =>
        client.send(new sdk.GetFunctionCommand({ FunctionName: name }), options),
      ),

    listVersions: (name, marker, signal) =>
      caller.repeat('ListVersionsByFunction', signal, async ({ sdk, client, options }) => {
        const command = new sdk.ListVersionsByFunctionCommand({ FunctionName: name, ...pageInput(marker) });
        const { Versions, NextMarker } = await client.send(command, options);
        return page(Versions, NextMarker);
      }),

    listAliases: (name, marker, signal) =>
      caller.repeat('ListAliases', signal, async ({ sdk, client, options }) => {
        const command = new sdk.ListAliasesCommand({ FunctionName: name, ...pageInput(marker) });
        const { Aliases, NextMarker } = await client.send(command, options);
        return page(Aliases, NextMarker);
      }),

    listLayers: (marker, signal) =>
      caller.repeat('ListLayers', signal, async ({ sdk, client, options }) => {
        const { Layers, NextMarker } = await client.send(new sdk.ListLayersCommand(pageInput(marker)), options);
        return page(Layers, NextMarker);
      }),

    listLayerVersions: (layer, marker, signal) =>
      caller.repeat('ListLayerVersions', signal, async ({ sdk, client, options }) => {
        const command = new sdk.ListLayerVersionsCommand({ LayerName: layer, ...pageInput(marker) });
        const { LayerVersions, NextMarker } = await client.send(command, options);
        return page(LayerVersions, NextMarker);
      }),

    getReservedConcurrency: (name, signal) =>
      caller.repeat('GetFunctionConcurrency', signal, async ({ sdk, client, options }) => {
        const answer = await client.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName: name }), options);
        return answer.ReservedConcurrentExecutions;
      }),

    setReservedConcurrency: (name, reserved, signal) =>
      reserved === undefined
        ? caller.repeat('DeleteFunctionConcurrency', signal, async ({ sdk, client, options }) => {
            await client.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName: name }), options);
          })
        : caller.repeat('PutFunctionConcurrency', signal, async ({ sdk, client, options }) => {
            const input = { FunctionName: name, ReservedConcurrentExecutions: reserved };
            await client.send(new sdk.PutFunctionConcurrencyCommand(input), options);
          }),

    invoke: (request, signal) =>
      caller.once('Invoke', signal, async ({ sdk, client, options }) => {
        const started = clock.monotonic();
        const output = await client.send(new sdk.InvokeCommand(invokeInput(request)), options);
        return invokeResult(output, clock.monotonic() - started);
      }),

    invokeStream: (request, observer, signal) => invokeStream(caller, clock, request, observer, signal),

    ...provisionedCalls(caller),
    ...functionUrlCalls(caller),
    ...codeSigningCalls(caller),
    ...codeCalls(caller, { clock, send }),

    dispose: () => caller.dispose(),
  };
}

function invokeInput({ functionName, qualifier, payload, type, logTail = true }: InvokeRequest): Sdk.InvokeCommandInput {
  return {
    FunctionName: functionName,
    InvocationType: type,
    Payload: Buffer.from(payload),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    ...(type === 'RequestResponse' && logTail && { LogType: 'Tail' }),
  };
}
