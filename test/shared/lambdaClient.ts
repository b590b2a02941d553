import { InvokeCommand, LambdaClient, type InvokeCommandInput } from '@aws-sdk/client-lambda';

/** A real SDK client of a region; disposing it closes its connections. */
export class TestClient extends LambdaClient implements Disposable {
  constructor(endpoint: string) {
    super({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 });
  }

  /** Invokes with an event, and reads the answer's JSON. */
  async call(functionName: string, event: unknown, more: Partial<InvokeCommandInput> = {}): Promise<Called> {
    const output = await this.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)), ...more }));
    const text = output.Payload?.transformToString() ?? '';
    return {
      status: output.StatusCode,
      functionError: output.FunctionError,
      version: output.ExecutedVersion,
      payload: text === '' ? undefined : (JSON.parse(text) as unknown),
      tail: output.LogResult === undefined ? undefined : Buffer.from(output.LogResult, 'base64').toString(),
    };
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
}

export interface Called {
  readonly status: number | undefined;
  readonly functionError: string | undefined;
  readonly version: string | undefined;
  readonly payload: unknown;
  readonly tail: string | undefined;
}
