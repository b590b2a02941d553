import { Readable } from 'node:stream';

import { LambdaClient } from '@aws-sdk/client-lambda';

/** What came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A real SDK client that keeps what its last call was answered; disposing it closes its connections. */
export class RecordingClient extends LambdaClient implements Disposable {
  last: RawAnswer | undefined;

  constructor(endpoint: string) {
    super({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 });
    const handler = this.config.requestHandler;
    const { handle } = handler;
    handler.handle = async (request, options) => {
      const output = await handle.call(handler, request, options);
      const chunks: Buffer[] = [];
      for await (const chunk of output.response.body) chunks.push(Buffer.from(chunk));
      const body = Buffer.concat(chunks);
      this.last = { status: output.response.statusCode, headers: output.response.headers, body: body.toString() };
      output.response.body = Readable.from([body]);
      return output;
    };
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
}
