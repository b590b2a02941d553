import type * as Sdk from '@aws-sdk/client-lambda';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import type { LoadOutcome } from '../../lambda/scaling/load/loadPlan.ts';
import type { LoadClient, LoadedFunction, LoadRequest } from './loadClient.ts';
import type { LoadTarget } from './loadTarget.ts';

const maximumSockets = 10_000;

/** Lambda in AWS, with requests that are signed, and never sent twice. */
export class SdkLoadClient implements LoadClient {
  readonly #sdk: typeof Sdk;
  readonly #client: Sdk.LambdaClient;
  readonly #input: Sdk.InvokeCommandInput;

  static async open({ profile, region, endpoint }: Extract<LoadTarget, { type: 'aws' }>, request: LoadRequest): Promise<SdkLoadClient> {
    const [sdk, { fromNodeProviderChain }] = await Promise.all([import('@aws-sdk/client-lambda'), import('@aws-sdk/credential-providers')]);
    const client = new sdk.LambdaClient({
      credentials: fromNodeProviderChain(profile === undefined ? {} : { profile }),
      maxAttempts: 1,
      // One a connection: beyond the SDK's own number, requests would wait, and that would be measured.
      requestHandler: { httpAgent: { maxSockets: maximumSockets }, httpsAgent: { maxSockets: maximumSockets } },
      ...(profile !== undefined && { profile }),
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
    });
    return new SdkLoadClient(sdk, client, request);
  }

  private constructor(sdk: typeof Sdk, client: Sdk.LambdaClient, { functionName, qualifier, payload }: LoadRequest) {
    this.#sdk = sdk;
    this.#client = client;
    this.#input = { FunctionName: functionName, Payload: Buffer.from(payload), ...(qualifier !== undefined && { Qualifier: qualifier }) };
  }

  async describe(): Promise<LoadedFunction | undefined> {
    const { FunctionName, Qualifier } = this.#input;
    try {
      const command = new this.#sdk.GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) });
      const { FunctionArn, MemorySize, Timeout, Architectures } = await this.#client.send(command);
      if (FunctionArn === undefined || MemorySize === undefined || Timeout === undefined) return undefined;
      return { arn: FunctionArn, memoryMegabytes: MemorySize, timeoutSeconds: Timeout, architecture: Architectures?.[0] ?? 'x86_64' };
    } catch (error) {
      throw new CodedError('LOAD_FAILED', `${nameOf(error)}: ${messageOf(error)}`);
    }
  }

  async invoke(): Promise<LoadOutcome> {
    try {
      const { FunctionError } = await this.#client.send(new this.#sdk.InvokeCommand(this.#input));
      return { type: FunctionError === undefined ? 'succeeded' : 'functionError' };
    } catch (error) {
      if (error instanceof this.#sdk.TooManyRequestsException) return { type: 'throttled', reason: error.Reason };
      return { type: 'failed', code: codeOf(error) ?? nameOf(error) };
    }
  }

  dispose(): void {
    this.#client.destroy();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}
