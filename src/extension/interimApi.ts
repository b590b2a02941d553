import * as sdk from '@aws-sdk/client-lambda';
import type { Connection } from '../aws/connection.ts';
import type { LambdaApi, Page } from '../aws/lambdaApi.ts';
import { CodedError, messageOf } from '../common/codedError.ts';

export function createLambdaApi(connection: Connection): LambdaApi {
  const client = new sdk.LambdaClient({ region: connection.region, ...(connection.endpoint && { endpoint: connection.endpoint }), credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
  const call = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      throw new CodedError(status === 501 ? 'notServed' : 'service', messageOf(error), { cause: error });
    }
  };
  const page = <T>(items: T[] | undefined, next: string | undefined): Page<T> => ({ items: items ?? [], ...(next && { next }) });
  const opt = (signal?: AbortSignal) => (signal ? { abortSignal: signal } : {});
  return {
    async listFunctions(Marker, signal) {
      const r = await call(client.send(new sdk.ListFunctionsCommand({ Marker }), opt(signal)));
      return page(r.Functions, r.NextMarker);
    },
    getFunction: (FunctionName, signal) => call(client.send(new sdk.GetFunctionCommand({ FunctionName }), opt(signal))),
    async listVersions(FunctionName, Marker, signal) {
      const r = await call(client.send(new sdk.ListVersionsByFunctionCommand({ FunctionName, Marker }), opt(signal)));
      return page(r.Versions, r.NextMarker);
    },
    async listAliases(FunctionName, Marker, signal) {
      const r = await call(client.send(new sdk.ListAliasesCommand({ FunctionName, Marker }), opt(signal)));
      return page(r.Aliases, r.NextMarker);
    },
    async listLayers(Marker, signal) {
      const r = await call(client.send(new sdk.ListLayersCommand({ Marker }), opt(signal)));
      return page(r.Layers, r.NextMarker);
    },
    async listLayerVersions(LayerName, Marker, signal) {
      const r = await call(client.send(new sdk.ListLayerVersionsCommand({ LayerName, Marker }), opt(signal)));
      return page(r.LayerVersions, r.NextMarker);
    },
    async getReservedConcurrency(FunctionName, signal) {
      return (await call(client.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName }), opt(signal)))).ReservedConcurrentExecutions;
    },
    async setReservedConcurrency(FunctionName, reserved, signal) {
      if (reserved === undefined) await call(client.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName }), opt(signal)));
      else await call(client.send(new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }), opt(signal)));
    },
    async invoke({ functionName, qualifier, payload, type }, signal) {
      const started = performance.now();
      const r = await call(client.send(new sdk.InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload: new TextEncoder().encode(payload), InvocationType: type, LogType: 'Tail' }), opt(signal)));
      return {
        status: r.StatusCode ?? 0, payload: new TextDecoder().decode(r.Payload), elapsedMs: performance.now() - started,
        ...(r.ExecutedVersion && { executedVersion: r.ExecutedVersion }), ...(r.FunctionError && { functionError: r.FunctionError }),
        ...(r.LogResult && { logTail: Buffer.from(r.LogResult, 'base64').toString() }), ...(r.$metadata.requestId && { requestId: r.$metadata.requestId }),
      };
    },
    dispose: () => client.destroy(),
  };
}
