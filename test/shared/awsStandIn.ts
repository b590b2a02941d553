import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request as httpRequest, type Server, type ServerResponse } from 'node:http';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { portOf } from './portOf.ts';

const Start = v.object({
  profileName: v.string(),
  source: v.object({ s3: v.object({ bucketName: v.string(), key: v.string(), version: v.string() }) }),
  destination: v.object({ s3: v.object({ bucketName: v.string(), prefix: v.string() }) }),
});

const codePath = '/2015-03-31/code';

interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
}

interface Job {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** How often it still answers that it goes on. */
  left: number;
}

export interface AwsStandInOptions {
  /** Of a Local region, which does what Lambda and Signer do. */
  readonly endpoint: string;
  /** Its folder that stands for S3. */
  readonly s3Folder: string;
  /** Answered instead, where it gives something: a status, and the error's name. */
  readonly refuse?: (request: { readonly method: string; readonly path: string }) => { readonly status: number; readonly type: string; readonly message: string } | undefined;
  /** How often a job answers that it goes on, before it has ended. */
  readonly questions?: number;
}

/**
 * Stands for AWS at one address: S3 that keeps versions, and Signer that reads and writes there; Lambda, and what else Signer has, are a Local
 * region's.
 */
export class AwsStandIn implements AsyncDisposable {
  readonly objects: StoredObject[] = [];
  /** Such as `PUT /packages/code.zip`, without queries. */
  readonly calls: string[] = [];
  readonly #options: AwsStandInOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #server: Server = createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy());
  });

  private constructor(options: AwsStandInOptions) {
    this.#options = options;
  }

  static async start(options: AwsStandInOptions): Promise<AwsStandIn> {
    const made = new AwsStandIn(options);
    await new Promise<void>((resolve) => {
      made.#server.listen(0, '127.0.0.1', resolve);
    });
    return made;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.#server.address())}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const url = new URL(request.url ?? '', 'http://aws.invalid');
    const path = decodeURIComponent(url.pathname);
    this.calls.push(`${method} ${path}`);
    const isStorage = !/^\/(?:\d{4}-\d\d-\d\d|signing-|revocations|tags)/.test(path);
    const refused = this.#options.refuse?.({ method, path });
    if (path.startsWith(codePath)) response.end(await readFile(new URL(`file://${url.pathname.slice(codePath.length)}`)));
    else if (refused !== undefined) {
      const { status, type, message } = refused;
      response.writeHead(status, { 'x-amzn-errortype': type });
      response.end(isStorage ? `<Error><Code>${type}</Code><Message>${message}</Message></Error>` : JSON.stringify({ message }));
    } else if (isStorage) await this.#store(method, path, url, request, response);
    else if (method === 'POST' && path === '/signing-jobs') json(response, await this.#sign(v.parse(Start, JSON.parse((await buffer(request)).toString()))));
    else if (method === 'GET' && path.startsWith('/signing-jobs/')) await this.#describe(path, response);
    else await this.#pass(request, response);
  }

  async #store(method: string, path: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, bucket = '', ...rest] = path.split('/');
    const key = rest.join('/');
    const found = this.objects.findLast((one) => one.bucket === bucket && one.key === key);
    const headers = { 'x-amz-version-id': found?.version };
    if (key === '') response.end('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>');
    else if (method === 'PUT') response.writeHead(200, { 'x-amz-version-id': await this.#put(bucket, key, plain(await buffer(request), request)) }).end();
    else if (method === 'DELETE') {
      const at = this.objects.findIndex((one) => one.key === key && one.version === url.searchParams.get('versionId'));
      if (at >= 0) this.objects.splice(at, 1);
      if (!this.objects.some((one) => one.bucket === bucket && one.key === key)) await rm(this.#file(bucket, key), { force: true });
      response.writeHead(204).end();
    } else if (found === undefined) response.writeHead(404).end(method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code></Error>');
    else if (method === 'HEAD') response.writeHead(200, headers).end();
    else response.writeHead(200, headers).end(await readFile(this.#file(bucket, key)));
  }

  async #put(bucket: string, key: string, body: Uint8Array): Promise<string> {
    const file = this.#file(bucket, key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
    const version = randomUUID();
    this.objects.push({ bucket, key, version });
    return version;
  }

  #file(bucket: string, key: string): string {
    return join(this.#options.s3Folder, bucket, ...key.split('/'));
  }

  async #sign({ profileName, source, destination }: v.InferOutput<typeof Start>): Promise<object> {
    const body = await readFile(this.#file(source.s3.bucketName, source.s3.key));
    const url = `${this.#options.endpoint}/signing-jobs/with-archive?profileName=${profileName}`;
    const signed = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'application/zip' } });
    const id = signed.headers.get('x-signer-job-id') ?? '';
    const { bucketName: bucket, prefix } = destination.s3;
    const key = `${prefix}${id}.zip`;
    if (signed.ok) await this.#put(bucket, key, new Uint8Array(await signed.arrayBuffer()));
    this.#jobs.set(id, { id, bucket, key, left: this.#options.questions ?? 0 });
    return { jobId: id };
  }

  async #describe(path: string, response: ServerResponse): Promise<void> {
    const answer = v.parse(v.looseObject({ status: v.string() }), await (await fetch(`${this.#options.endpoint}${path}`)).json());
    const job = this.#jobs.get(path.split('/').at(-1) ?? '');
    if (job === undefined) return json(response, answer);
    job.left -= 1;
    if (job.left >= 0) return json(response, { ...answer, status: 'InProgress' });
    const signed = answer.status === 'Succeeded' && { signedObject: { s3: { bucketName: job.bucket, key: job.key } } };
    json(response, { ...answer, ...signed });
  }

  /** Packages of the region lie in files, AWS's at an address: here, at that of this. */
  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host: _host, ...headers } = request.headers;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const passed = httpRequest(new URL(request.url ?? '', this.#options.endpoint), { method: request.method, headers }, resolve);
    request.pipe(passed.once('error', reject));
    const answer = await promise;
    const body = (await buffer(answer)).toString().replaceAll(/"file:\/\/([^"]+)"/g, (_all, file: string) => `"${this.endpoint}${codePath}${file}"`);
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = answer.headers;
    response.writeHead(answer.statusCode ?? 500, rest).end(body);
  }
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Without the frames of `aws-chunked`: each has its size in hexadecimal before it. */
export function plain(body: Buffer, { headers }: IncomingMessage): Buffer {
  if (headers['content-encoding'] !== 'aws-chunked') return body;
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
