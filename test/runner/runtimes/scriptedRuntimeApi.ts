import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** What a runtime posted. */
export interface Posted {
  /** Below `/2018-06-01/runtime/`, such as `invocation/1/response` or `init/error`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
}

export interface InvokeOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the event in chunks of this many bytes, instead of all with its length. */
  readonly chunkBytes?: number;
}

export interface PostAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly afterMs?: number;
}

export type Step = 'next' | 'post' | 'answered' | 'restore';

/** A service that gives a runtime the invocations of a test, and keeps what it posts. */
export interface ScriptedRuntimeApi extends AsyncDisposable {
  /** For AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Connections that were opened so far. */
  readonly connections: number;
  /** What happened so far: `next`, `post` and `restore` when they came, `answered` when a post got its answer. */
  readonly steps: readonly Step[];
  /** Resolves when the runtime waits for an invocation. */
  ready(): Promise<void>;
  /** Hands over an event (JSON text), and answers what the runtime posts for it. */
  invoke(event: string, options?: InvokeOptions): Promise<Posted>;
  /** The next post that belongs to no invocation. */
  posted(): Promise<Posted>;
  /** How posts are answered from now on. */
  answerPosts(how: PostAnswer): void;
  /** Closes connections on which nothing is under way. */
  closeIdle(): void;
  /** As a service that was killed: every connection ends, and none is taken any more. */
  die(): void;
}

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

export async function startRuntimeApi(): Promise<ScriptedRuntimeApi> {
  const waiting = new Channel<ServerResponse>();
  const posts = new Channel<Posted>();
  const steps: Step[] = [];
  let how: PostAnswer = {};
  let connections = 0;
  let invocations = 0;

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
      if (path === 'restore/next') {
        steps.push('restore');
        response.end('{}');
        return;
      }
      steps.push(path === 'invocation/next' ? 'next' : 'post');
      if (path === 'invocation/next') return waiting.put(response);
      posts.put({ path, headers: request.headers, trailers: request.trailers, body: Buffer.concat(chunks).toString('utf8') });
      const { status = 202, headers = {}, afterMs } = how;
      const answer = (): void => {
        steps.push('answered');
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
        response.end('{"status":"OK"}');
      };
      if (afterMs === undefined) answer();
      else setTimeout(answer, afterMs);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const die = (): void => {
    server.close();
    server.closeAllConnections();
  };

  return {
    address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    get connections() {
      return connections;
    },
    steps,
    ready: () => waiting.peek(),
    async invoke(event, { headers = {}, chunkBytes } = {}) {
      const response = await waiting.take();
      const body = Buffer.from(event);
      invocations += 1;
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': String(invocations),
        'Lambda-Runtime-Deadline-Ms': String(Date.now() + 3000),
        'Lambda-Runtime-Invoked-Function-Arn': functionArn,
        ...(chunkBytes === undefined && { 'Content-Length': String(body.length) }),
        ...headers,
      });
      for (const chunk of chunksOf(body, chunkBytes ?? body.length)) response.write(chunk);
      response.end();
      return posts.take();
    },
    posted: () => posts.take(),
    answerPosts(next) {
      how = next;
    },
    closeIdle: () => server.closeIdleConnections(),
    die,
    [Symbol.asyncDispose]: () => Promise.resolve(die()),
  };
}

function* chunksOf(bytes: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What one side puts, the other takes, in order; whoever comes first waits. */
class Channel<T> {
  readonly #items: T[] = [];
  #arrived: (() => void) | undefined;

  put(item: T): void {
    this.#items.push(item);
    this.#arrived?.();
  }

  async take(): Promise<T> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      await this.peek();
    }
  }

  /** Until there is something to take. */
  async peek(): Promise<void> {
    if (this.#items.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
  }
}
