import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A call that came over HTTP, decoded as its service's protocol has it. */
export interface AwsCall {
  readonly operation: 'GetQueueUrl' | 'SendMessage' | 'Publish' | 'PutEvents' | 'PutObject';
  readonly input: Readonly<Record<string, unknown>>;
  readonly authorization: string;
}

type Answer = (input: Readonly<Record<string, unknown>>, response: ServerResponse) => void;

/**
 * Stands for SQS, SNS, EventBridge and S3, at the border of HTTP: speaks so much of their protocols that the real SDK clients are
 * content, and records what they say. Nothing of the product is replaced by it.
 */
export class AwsDouble implements AsyncDisposable {
  readonly calls: AwsCall[] = [];
  /** Answered instead, where it gives something. */
  refuse: (call: AwsCall) => { readonly status: number; readonly type: string } | undefined = () => undefined;
  /** Takes calls, and answers none. */
  hangs = false;
  #server: Server;
  #port = 0;

  constructor() {
    this.#server = this.#made();
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** On the same port as before, after `stop`. */
  async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = this.#made();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** What was sent, without the questions before. */
  get sent(): readonly AwsCall[] {
    return this.calls.filter(({ operation }) => operation !== 'GetQueueUrl');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #made(): Server {
    return createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = decoded(request, (await buffer(request)).toString());
    this.calls.push(call);
    if (this.hangs) return;
    const refused = this.refuse(call);
    if (refused === undefined) return answers[call.operation](call.input, response);
    response.writeHead(refused.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: refused.type, message: 'refused by the test' }));
  }
}

function decoded(request: IncomingMessage, body: string): AwsCall {
  const authorization = request.headers.authorization ?? '';
  const target = /^(?:AmazonSQS|AWSEvents)\.(GetQueueUrl|SendMessage|PutEvents)$/.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
  // The pattern has no others.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (target !== undefined) return { operation: target as AwsCall['operation'], input: JSON.parse(body), authorization };
  if (request.method === 'PUT') {
    const [, bucket, ...key] = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').split('/');
    return { operation: 'PutObject', input: { Bucket: bucket, Key: key.join('/'), Body: body, ContentType: request.headers['content-type'] }, authorization };
  }
  const { Action, Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body));
  if (Action !== 'Publish') throw new Error(`The double does not speak ${request.method} ${request.url} ${Action}`);
  return { operation: Action, input, authorization };
}

const answers: Readonly<Record<AwsCall['operation'], Answer>> = {
  GetQueueUrl: ({ QueueName, QueueOwnerAWSAccountId }, response) =>
    json(response, { QueueUrl: `http://queues.example.invalid/${String(QueueOwnerAWSAccountId)}/${String(QueueName)}` }),
  SendMessage: ({ MessageBody }, response) =>
    json(response, { MessageId: '1', MD5OfMessageBody: createHash('md5').update(String(MessageBody)).digest('hex') }),
  // A bus of this name takes no events, as one that is not there: the call itself succeeds.
  PutEvents: (input, response) =>
    JSON.stringify(input).includes('event-bus/refusing')
      ? json(response, { FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'no' }] })
      : json(response, { FailedEntryCount: 0, Entries: [{ EventId: '1' }] }),
  Publish: (_input, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end('<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
  },
  PutObject: (_input, response) => {
    response.writeHead(200, { etag: '"1"' });
    response.end();
  },
};

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(value));
}
