import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CodeReference } from '../../../src/aws/codeApi.ts';
import type { Connection } from '../../../src/aws/connection.ts';
import { createLambdaApi, type LambdaApiDependencies } from '../../../src/aws/createLambdaApi.ts';
import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import { CodedError } from '../../../src/common/codedError.ts';
import { eventually } from '../../shared/eventually.ts';
import { ManualClock } from '../../shared/manualClock.ts';
import { portOf } from '../../shared/portOf.ts';
import { canMount, smallDisk } from '../../shared/smallDisk.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { ownProfile } from '../../unit/aws/metrics/profile.ts';
import { type Answer, type ScriptedLambda, startLambda } from './scriptedLambda.ts';

ownProfile();

const local = (endpoint: string): Connection => ({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });
const aws = (endpoint: string): Connection => ({ id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev', endpoint });

let workspace: TemporaryWorkspace;
beforeEach(async () => {
  workspace = await temporaryWorkspace();
  return () => workspace[Symbol.asyncDispose]();
});

async function apiOf(answer: Answer, connection = local, more: LambdaApiDependencies = {}): Promise<{ readonly lambda: ScriptedLambda; readonly api: LambdaApi }> {
  const lambda = await startLambda(() => answer);
  const api = createLambdaApi(connection(lambda.endpoint), more);
  onTestFinished(async () => {
    api.dispose();
    await lambda[Symbol.asyncDispose]();
  });
  return { lambda, api };
}

async function failureOf(call: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await call.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof CodedError) return error;
  throw error;
}

const profileVersionArn = 'arn:aws:signer:us-east-1:123456789012:/signing-profiles/release/abcdefghij';
const jobArn = 'arn:aws:signer:us-east-1:123456789012:/signing-jobs/3e0b5d8c-58d3-4a6d-9a4c-5ad1e6f7a8b9';
const signedBy = { profileVersionArn, jobArn };
const signing = { SigningProfileVersionArn: profileVersionArn, SigningJobArn: jobArn };
const layerArn = 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3';

const configuration = {
  FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:fn',
  PackageType: 'Zip',
  CodeSha256: 'c2hh',
  CodeSize: 7,
  RevisionId: 'r-1',
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  ...signing,
  Layers: [{ Arn: layerArn, CodeSize: 5, ...signing }, { Arn: `${layerArn}4`, CodeSize: 6 }],
};
const described = {
  functionArn: configuration.FunctionArn,
  packageType: 'Zip',
  sha256: 'c2hh',
  size: 7,
  revisionId: 'r-1',
  state: 'Active',
  lastUpdateStatus: 'InProgress',
  signedBy,
  layers: [
    { arn: layerArn, size: 5, signedBy },
    { arn: `${layerArn}4`, size: 6, signedBy: {} },
  ],
};

test('what a function runs, and who has signed it', async () => {
  const { lambda, api } = await apiOf({ body: configuration });
  expect(await api.getFunctionCode('fn', '3')).toEqual(described);
  expect(lambda.received[0]?.url).toBe('/2015-03-31/functions/fn/configuration?Qualifier=3');
});

describe('other code', () => {
  test('from a file', async () => {
    const { lambda, api } = await apiOf({ body: configuration });
    const file = await workspace.write('code.zip', 'zipped');
    expect(await api.updateFunctionCode({ functionName: 'fn', code: { file }, dryRun: true, revisionId: 'r-0' })).toEqual(described);
    expect(`${lambda.received[0]?.method} ${lambda.received[0]?.url}`).toBe('PUT /2015-03-31/functions/fn/code');
    expect(JSON.parse(String(lambda.received[0]?.body))).toEqual({ ZipFile: btoa('zipped'), DryRun: true, Publish: false, RevisionId: 'r-0' });
  });

  test('from a bucket', async () => {
    const { lambda, api } = await apiOf({ body: configuration });
    await api.updateFunctionCode({ functionName: 'fn', code: { bucket: 'b', key: 'k', version: 'v' } });
    expect(JSON.parse(String(lambda.received[0]?.body))).toEqual({ S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: 'v', DryRun: false, Publish: false });
  });

  test('is sent once, whatever comes', async () => {
    const { lambda, api } = await apiOf({ status: 500, body: {} });
    await failureOf(api.updateFunctionCode({ functionName: 'fn', code: { bucket: 'b', key: 'k' } }));
    expect(lambda.received).toHaveLength(1);
  });

  test('from a bucket that may not be read', async () => {
    const denied: Answer = { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: { Message: 'S3 denied it.' } };
    const { api } = await apiOf(denied, aws);
    const error = await failureOf(api.updateFunctionCode({ functionName: 'fn', code: { bucket: 'b', key: 'a/k', version: 'v' } }));
    expect([error.code, error.message]).toEqual([
      'accessDenied',
      'Profile dev may not lambda:UpdateFunctionCode in eu-west-1: ask whoever manages the account for it. S3 denied it. ' +
        'Lambda reads the package with your permissions: s3:GetObjectVersion of s3://b/a/k is needed too.',
    ]);
    const file = await workspace.write('code.zip', 'zipped');
    expect((await failureOf(api.updateFunctionCode({ functionName: 'fn', code: { file } }))).message).not.toContain('s3:');
  });

  test.each([
    ['AWS', aws, 'Lambda takes at most 50 MB directly: put it into a bucket, and deploy it from there.'],
    [
      'the Local region',
      local,
      'the Local region, as Lambda, takes at most 50 MB directly: make the package smaller, put parts of it into layers, or deploy it from the folder that stands for S3.',
    ],
  ])('that is too large for %s', async (_where, connection, advice) => {
    const { lambda, api } = await apiOf({}, connection);
    const file = await workspace.write('code.zip', '');
    await truncate(file, 52_428_801);
    const error = await failureOf(api.updateFunctionCode({ functionName: 'fn', code: { file } }));
    expect([error.code, error.message]).toEqual(['PACKAGE_NEEDS_S3', `${file} has 50.0 MB, and ${advice}`]);
    expect(lambda.received).toEqual([]);
  });

  test('that is not there', async () => {
    const { api } = await apiOf({});
    expect((await failureOf(api.updateFunctionCode({ functionName: 'fn', code: { file: workspace.path('none') } }))).code).toBe('PACKAGE_UNREADABLE');
  });
});

const mounts = await canMount();
const content = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(content).digest('base64');
const functionCode: CodeReference = { functionName: 'fn' };

/** Where packages lie, in the place of S3. */
async function store(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `http://127.0.0.1:${portOf(server.address())}/code?signature=hush-hush`, asked };
}

const functionAt = (Location: string, more: object = {}): Answer => ({
  body: { Configuration: { CodeSha256: sha256, CodeSize: content.length, ...signing }, Code: { RepositoryType: 'S3', Location, ...more } },
});

describe('a package', () => {
  test.each<[CodeReference, (url: string) => Answer, asked: string]>([
    [{ functionName: 'fn', qualifier: '3' }, functionAt, '/2015-03-31/functions/fn?Qualifier=3'],
    [
      { layerVersionArn: layerArn },
      (Location) => ({ body: { Content: { Location, CodeSha256: sha256, CodeSize: content.length, ...signing } } }),
      `/2018-10-31/layers?Arn=${encodeURIComponent(layerArn)}&find=LayerVersion`,
    ],
  ])('of %j is loaded', async (code, answer, asked) => {
    const place = await store((_request, response) => response.end(content));
    const { lambda, api } = await apiOf(answer(place.url), aws);
    const file = workspace.path('code.zip');
    const progress: unknown[] = [];
    expect(await api.downloadCode(code, file, undefined, (received, total) => progress.push([received, total]))).toEqual({ size: content.length, signedBy });
    expect(progress.at(-1)).toEqual([content.length, content.length]);
    expect((await readFile(file)).equals(content)).toBe(true);
    expect(new Set(lambda.received[0]?.url.split(/[?&]/))).toEqual(new Set(asked.split(/[?&]/)));
    expect(await readdir(workspace.folder)).toEqual(['code.zip']);
  });

  test('of the Local region is a file, of AWS never', async () => {
    const Location = pathToFileURL(await workspace.write('stored.zip', content)).href;
    const file = workspace.path('code.zip');
    const { api } = await apiOf(functionAt(Location));
    expect(await api.downloadCode(functionCode, file)).toEqual({ size: content.length, signedBy });
    const { api: ofAws } = await apiOf(functionAt(Location), aws);
    expect((await failureOf(ofAws.downloadCode(functionCode, workspace.path('other.zip')))).message).toBe(
      'The code of fn cannot be loaded: it is at no web address. Try again in a moment.',
    );
  });

  test('is found by redirects', async () => {
    const place = await store((request, response) => {
      if (request.url?.startsWith('/code') === true) response.writeHead(302, { location: '/elsewhere' }).end();
      else response.end(content);
    });
    const { api } = await apiOf(functionAt(place.url), aws);
    expect((await api.downloadCode(functionCode, workspace.path('code.zip'))).size).toBe(content.length);
    expect(place.asked).toEqual(['/code?signature=hush-hush', '/elsewhere']);
  });

  test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, code: string, message: string]>([
    ['redirects without end', (_request, response) => void response.writeHead(302, { location: '/code' }).end(), 'service', 'there are too many redirects'],
    ['a redirect to a file', (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(), 'service', 'it is at no web address'],
    ['an address that has expired', (_request, response) => void response.writeHead(403).end('<Error/>'), 'service', 'status 403'],
    ['a connection that ends', (request) => void request.socket.destroy(), 'network', 'Look at the network connection'],
    [
      'a file that ends half-way',
      (_request, response) => {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 1_000_000), () => response.destroy());
      },
      'network',
      'Look at the network connection',
    ],
    ['other content', (_request, response) => void response.end('something else'), 'CODE_DAMAGED', 'did not arrive as Lambda has it'],
  ])('%s', async (_what, answer, code, message) => {
    const place = await store(answer);
    const { api } = await apiOf(functionAt(place.url), aws);
    const error = await failureOf(api.downloadCode(functionCode, workspace.path('code.zip')));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
    expect(JSON.stringify([error.message, error.details])).not.toContain('hush-hush');
    expect(await readdir(workspace.folder)).toEqual([]);
  });

  test('without an end is not taken', async () => {
    const piece = Buffer.alloc(4_000_000);
    const endless: typeof fetch = async () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(piece) }));
    const { api } = await apiOf(functionAt('http://127.0.0.1:1/code'), aws, { send: endless });
    expect((await failureOf(api.downloadCode(functionCode, workspace.path('code.zip')))).code).toBe('CODE_TOO_LARGE');
    expect(await readdir(workspace.folder)).toEqual([]);
  });

  test.each<[string, object, code: string]>([
    ['an image', { RepositoryType: 'ECR', ImageUri: 'i' }, 'CODE_IS_IMAGE'],
    ['a folder of the workspace', { RepositoryType: 'Folder' }, 'CODE_IS_FOLDER'],
  ])('there is none of %s', async (_what, code, expected) => {
    const { api } = await apiOf(functionAt('file:///x', code));
    expect((await failureOf(api.downloadCode(functionCode, workspace.path('code.zip')))).code).toBe(expected);
  });

  test('that comes no more is given up, and one may stop it', async () => {
    const clock = new ManualClock();
    const place = await store((_request, response) => void response.writeHead(200).write(content.subarray(0, 1_000_000)));
    const { api } = await apiOf(functionAt(place.url), aws, { clock });
    const begun = async () => ((await readdir(workspace.folder)).length > 0 ? true : undefined);
    const stalled = failureOf(api.downloadCode(functionCode, workspace.path('code.zip')));
    await eventually(begun);
    clock.advance(60_000);
    expect([(await stalled).code, (await stalled).message]).toEqual(['network', expect.stringContaining('stopped coming')]);
    const stop = new AbortController();
    const stopped = failureOf(api.downloadCode(functionCode, workspace.path('code.zip'), stop.signal));
    await eventually(begun);
    stop.abort();
    expect((await stopped).code).toBe('cancelled');
    expect(await readdir(workspace.folder)).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test.runIf(mounts)('on a full disk', async () => {
    await using disk = await smallDisk(1);
    const place = await store((_request, response) => response.end(content));
    const { api } = await apiOf(functionAt(place.url), aws);
    const file = join(disk.folder, 'code.zip');
    expect((await failureOf(api.downloadCode(functionCode, file))).message).toBe(`There is no space left to write ${file}: make room, and try again.`);
    expect(await readdir(disk.folder)).toEqual([]);
  });
});
