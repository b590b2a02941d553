import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { plain } from '../../../shared/awsStandIn.ts';
import { portOf } from '../../../shared/portOf.ts';

const Start = v.object({
  source: v.object({ s3: v.object({ key: v.string(), version: v.string() }) }),
  destination: v.object({ s3: v.object({ prefix: v.string() }) }),
});

export type Operation =
  | 'GetBucketVersioning' | 'PutObject' | 'GetObject' | 'HeadObject' | 'DeleteObject'
  | 'ListSigningProfiles' | 'GetSigningProfile' | 'PutSigningProfile' | 'CancelSigningProfile' | 'RevokeSigningProfile'
  | 'ListSigningJobs' | 'DescribeSigningJob' | 'StartSigningJob' | 'RevokeSignature' | 'GetRevocationStatus' | 'SignArchive';

export interface DoubleCall {
  readonly operation: Operation;
  /** Decoded path and query. */
  readonly target: string;
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

/** Instead of what is right: an error, a connection that ends, no answer, a file of which half comes, and no more, or the connection ends. */
export type Fault = { readonly status: number; readonly type: string; readonly message?: string } | 'hang up' | 'none' | 'half' | 'stall';

export type Behaviour = Partial<Record<Operation, (call: DoubleCall, count: number) => Fault | object | undefined>>;

/**
 * Stands for AWS Signer and S3 at the border of HTTP, on one address: speaks their protocols as the SDK's clients do, keeps versions of
 * objects, and signs by putting a word before the package. `behaviour` says what goes wrong, or what Signer answers.
 */
export class SigningDouble implements AsyncDisposable {
  readonly calls: DoubleCall[] = [];
  readonly objects: { readonly key: string; readonly version: string; readonly body: Buffer }[] = [];
  behaviour: Behaviour;
  versioning: 'Enabled' | 'Suspended' | undefined = 'Enabled';
  /** What DescribeSigningJob answers, one after the other; the last again. */
  progress: readonly ('InProgress' | 'Failed' | 'Succeeded')[] = ['InProgress', 'Succeeded'];
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy());
  });
  #asked = 0;
  #versions = 0;

  constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
  }

  static async start(behaviour: Behaviour = {}): Promise<SigningDouble> {
    const double = new SigningDouble(behaviour);
    await new Promise<void>((resolve) => {
      double.#server.listen(0, '127.0.0.1', resolve);
    });
    return double;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.#server.address())}`;
  }

  get operations(): readonly Operation[] {
    return this.calls.map(({ operation }) => operation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://double.invalid');
    const operation = operationOf(request.method ?? '', url);
    const call = { operation, target: decodeURIComponent(url.pathname + url.search), headers: request.headers, body: plain(await buffer(request), request) };
    this.calls.push(call);
    const count = this.operations.filter((one) => one === operation).length;
    const behaved = this.behaviour[operation]?.(call, count);
    if (behaved === 'none') return;
    if (behaved === 'hang up') request.socket.destroy();
    else if (typeof behaved === 'object' && 'type' in behaved) refuse(response, behaved, isStorage(operation));
    else if (typeof behaved === 'object') json(response, behaved);
    else if (operation === 'SignArchive') signArchive(call, response, behaved);
    else if (isStorage(operation)) this.#store(call, url, response, behaved);
    else json(response, this.#sign(call));
  }

  #store({ operation, body }: DoubleCall, url: URL, response: ServerResponse, fault: FileFault): void {
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const found = this.objects.findLast((one) => one.key === key);
    if (operation === 'GetBucketVersioning') {
      const status = this.versioning === undefined ? '' : `<Status>${this.versioning}</Status>`;
      response.writeHead(200, { 'content-type': 'application/xml' }).end(`<VersioningConfiguration>${status}</VersioningConfiguration>`);
    } else if (operation === 'PutObject') {
      const version = this.versioning === 'Enabled' ? this.put(key, body) : this.versioning === 'Suspended' ? this.put(key, body, 'null') : undefined;
      if (version === undefined) this.put(key, body, 'null');
      response.writeHead(200, { etag: '"1"', ...(version !== undefined && { 'x-amz-version-id': version }) }).end();
    } else if (operation === 'DeleteObject') {
      const at = this.objects.findIndex((one) => one.key === key && one.version === (url.searchParams.get('versionId') ?? 'null'));
      if (at >= 0) this.objects.splice(at, 1);
      response.writeHead(204).end();
    } else if (found === undefined) {
      if (operation === 'HeadObject') response.writeHead(404).end();
      else refuse(response, { status: 404, type: 'NoSuchKey' }, true);
    } else {
      const crc = createHash('sha256').update(found.body).digest('base64');
      response.writeHead(200, { 'content-length': found.body.length, ...(this.versioning !== undefined && { 'x-amz-version-id': found.version }), 'x-amz-checksum-sha256': crc });
      if (operation === 'HeadObject') response.end();
      else sendFile(response, found.body, fault);
    }
  }

  put(key: string, body: Buffer, version = `v${(this.#versions += 1)}`): string {
    this.objects.push({ key, version, body });
    return version;
  }

  #sign({ operation, body }: DoubleCall): object {
    if (operation === 'StartSigningJob') {
      const { source, destination } = v.parse(Start, JSON.parse(body.toString()));
      const found = this.objects.find(({ key, version }) => key === source.s3.key && version === source.s3.version);
      this.#signedKey = `${destination.s3.prefix}job-1.zip`;
      this.#signed = Buffer.concat([Buffer.from('signed:'), found?.body ?? Buffer.from('nothing')]);
      return { jobId: 'job-1', jobOwner: '123456789012' };
    }
    if (operation !== 'DescribeSigningJob') return {};
    const status = this.progress[Math.min(this.#asked, this.progress.length - 1)];
    this.#asked += 1;
    if (status === 'Succeeded' && !this.objects.some(({ key }) => key === this.#signedKey)) this.put(this.#signedKey, this.#signed);
    return {
      jobId: 'job-1',
      jobOwner: '123456789012',
      profileName: 'release',
      profileVersion: 'abcdefghij',
      status,
      createdAt: 1_800_000_000,
      ...(status === 'Failed' && { statusReason: 'The code is signed already.' }),
      ...(status === 'Succeeded' && { completedAt: 1_800_000_005, signedObject: { s3: { bucketName: 'packages', key: this.#signedKey } } }),
    };
  }

  #signedKey = '';
  #signed = Buffer.alloc(0);
}

const routes: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ['GET', /^\/signing-profiles$/, 'ListSigningProfiles'],
  ['GET', /^\/signing-profiles\/[^/]+$/, 'GetSigningProfile'],
  ['PUT', /^\/signing-profiles\/[^/]+$/, 'PutSigningProfile'],
  ['DELETE', /^\/signing-profiles\/[^/]+$/, 'CancelSigningProfile'],
  ['PUT', /^\/signing-profiles\/[^/]+\/revoke$/, 'RevokeSigningProfile'],
  ['POST', /^\/signing-jobs\/with-archive$/, 'SignArchive'],
  ['GET', /^\/signing-jobs$/, 'ListSigningJobs'],
  ['POST', /^\/signing-jobs$/, 'StartSigningJob'],
  ['GET', /^\/signing-jobs\/[^/]+$/, 'DescribeSigningJob'],
  ['PUT', /^\/signing-jobs\/[^/]+\/revoke$/, 'RevokeSignature'],
  ['GET', /^\/revocations$/, 'GetRevocationStatus'],
  ['GET', /^\/[^/]+\/?$/, 'GetBucketVersioning'],
  ['PUT', /^\/[^/]+\/.+/, 'PutObject'],
  ['GET', /^\/[^/]+\/.+/, 'GetObject'],
  ['HEAD', /^\/[^/]+\/.+/, 'HeadObject'],
  ['DELETE', /^\/[^/]+\/.+/, 'DeleteObject'],
];

function operationOf(method: string, { pathname }: URL): Operation {
  const found = routes.find(([of, path]) => of === method && path.test(pathname))?.[2];
  if (found === undefined) throw new Error(`The double does not speak ${method} ${pathname}`);
  return found;
}

function isStorage(operation: Operation): boolean {
  return operation === 'GetBucketVersioning' || operation.endsWith('Object');
}

function signArchive({ body }: DoubleCall, response: ServerResponse, fault: FileFault): void {
  const signed = Buffer.concat([Buffer.from('signed:'), body]);
  response.writeHead(200, { 'content-type': 'application/zip', 'content-length': signed.length, 'x-signer-job-id': 'job-1' });
  sendFile(response, signed, fault);
}

type FileFault = 'half' | 'stall' | undefined;

function sendFile(response: ServerResponse, file: Buffer, fault: FileFault): void {
  if (fault === undefined) response.end(file);
  else response.write(file.subarray(0, file.length / 2), () => fault === 'half' && response.destroy());
}

function refuse(response: ServerResponse, { status, type, message = 'As the service says.' }: Exclude<Fault, string>, storage: boolean): void {
  if (storage) response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${type}</Code><Message>${message}</Message></Error>`);
  else response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify({ message }));
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
