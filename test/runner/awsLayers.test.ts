import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import type { Logger } from '../../src/common/logger.ts';
import type { HandlerCredentials } from '../../src/runner/environment/credentials/handlerCredentials.ts';
import { ProfileCredentials } from '../../src/runner/environment/credentials/profileCredentials.ts';
import { AwsLayers } from '../../src/runner/layers/awsLayers.ts';
import { LayerCache } from '../../src/runner/layers/layerFolders.ts';
import { eventually } from '../shared/eventually.ts';
import { LayerDouble } from '../shared/layerDouble.ts';
import { ManualClock } from '../shared/manualClock.ts';
import { portOf } from '../shared/portOf.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:7';
const zip = zipBytes([{ name: 'python/tools.py', content: 'says = 1\n' }]);
const nobody: HandlerCredentials = { current: () => Promise.resolve(undefined) };

interface Scene {
  readonly double: LayerDouble;
  readonly dataFolder: string;
  readonly log: string[];
  /** A cache over the same data folder, as a start of the Local region makes it. */
  readonly open: (options?: Partial<ConstructorParameters<typeof AwsLayers>[0]>) => LayerCache;
}

async function scene(): Promise<Scene> {
  const double = await new LayerDouble().start();
  const dataFolder = await mkdtemp(join(tmpdir(), 'lambda-workbench-layers-'));
  onTestFinished(async () => {
    await double[Symbol.asyncDispose]();
    await rm(dataFolder, { recursive: true, force: true });
  });
  const log: string[] = [];
  const note = (message: string): void => void log.push(message);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  return {
    double,
    dataFolder,
    log,
    open(options = {}) {
      const aws = new AwsLayers({
        awsEndpoint: () => double.endpoint,
        credentials: nobody,
        environment: {},
        account: '000000000000',
        clock: systemClock,
        logger,
        ...options,
      });
      const cache = new LayerCache({ dataFolder, platform: process.platform, now: Date.now, aws, own: () => undefined });
      onTestFinished(() => cache.dispose());
      return cache;
    },
  };
}

/** Folders and files of the cache, without those that it keeps about ARNs. */
async function left(dataFolder: string): Promise<readonly string[]> {
  return (await readdir(join(dataFolder, 'layer-cache')).catch(() => [])).filter((name) => name !== 'arns');
}

describe('a layer version of AWS', () => {
  test('is fetched once, with its progress told, and stays over runs', async () => {
    const { double, open, log, dataFolder } = await scene();
    double.layers.set(arn, { zip });
    const first = open();
    const folders = await Promise.all(Array.from({ length: 20 }, () => first.folderOf({ type: 'aws', arn })));
    expect(new Set(folders).size).toBe(1);
    expect(await readFile(join(folders[0] ?? '', 'python/tools.py'), 'utf8')).toBe('says = 1\n');
    expect(double.asked).toEqual([arn, 'download']);
    expect(log.join('\n')).toMatch(/Fetching the layer .*:tools:7 \(0\.0 MB\)[^]*100%[^]*Fetched the layer/);
    await double[Symbol.asyncDispose]();
    expect(await open().folderOf({ type: 'aws', arn })).toBe(folders[0]);
    expect(await left(dataFolder)).toHaveLength(1);
  });

  test('is asked for in its own Region, with the keys of the chosen profile', async () => {
    const { double, open } = await scene();
    double.layers.set(arn, { zip });
    await open({ credentials: { current: () => Promise.resolve({ accessKeyId: 'AKIACHOSEN', secretAccessKey: 's' }) } }).folderOf({ type: 'aws', arn });
    expect(double.authorizations.join()).toMatch(/Credential=AKIACHOSEN\/\d+\/eu-west-1\/lambda\//);
  });

  test('that has gone from the cache, or whose note is damaged, is fetched again', async () => {
    const { double, open, dataFolder } = await scene();
    double.layers.set(arn, { zip });
    const folder = await open().folderOf({ type: 'aws', arn });
    await rm(folder, { recursive: true });
    expect(await open().folderOf({ type: 'aws', arn })).toBe(folder);
    const notes = join(dataFolder, 'layer-cache', 'arns');
    for (const name of await readdir(notes)) await writeFile(join(notes, name), '{"arn":');
    expect(await open().folderOf({ type: 'aws', arn })).toBe(folder);
    expect(double.asked.filter((what) => what === 'download')).toHaveLength(3);
  });

  test('of which the Local region has one of its own is taken from there', async () => {
    const { dataFolder } = await scene();
    const fetch = (): Promise<Uint8Array> => Promise.reject(new Error('asked'));
    const cache = new LayerCache({ dataFolder, platform: process.platform, now: Date.now, aws: { fetch }, own: () => '/own' });
    expect(await cache.folderOf({ type: 'aws', arn })).toBe('/own');
  });
});

describe('what cannot be had says why and what to do, and leaves nothing', () => {
  test.each<[string, Parameters<LayerDouble['layers']['set']>[1] | undefined, string, RegExp]>([
    ['an unknown version', undefined, 'notFound', /is not there.*Check its ARN/],
    ['no permission', { zip, refuse: { status: 403, type: 'AccessDeniedException' } }, 'accessDenied', /lambda:GetLayerVersion/],
    ['keys that are over', { zip, refuse: { status: 403, type: 'ExpiredTokenException' } }, 'credentialsRefused', /Sign in again/],
    ['another content', { zip, sha256: Buffer.alloc(32).toString('base64') }, 'hashMismatch', /not what AWS says/],
    ['more than was told', { zip, size: zip.byteLength - 1 }, 'hashMismatch', /larger than AWS says/],
    ['more than was told, of which the length is not', { zip, size: 20, answer: (response) => response.writeHead(200).end(zip) }, 'hashMismatch', /larger than AWS says/],
    ['too much', { zip, size: 262_144_001 }, 'tooLarge', /larger than 262144000 bytes/],
    ['a link that is over', { zip, answer: (response) => response.writeHead(403).end('<Error/>') }, 'download', /could not be downloaded/],
    [
      'a connection that breaks',
      {
        zip,
        answer: (response) => {
          response.writeHead(200, { 'content-length': zip.byteLength });
          response.write(zip.subarray(0, 20), () => response.destroy());
        },
      },
      'download',
      /could not be downloaded/,
    ],
    ['no zip', { zip: Buffer.from('no zip at all') }, 'notZip', /cannot be unpacked: Could not unzip/],
    ['entries that climb out', { zip: zipBytes([{ name: '../../out', content: 'x' }]) }, 'notZip', /leaves the folder/],
  ])('%s', async (_, layer, reason, message) => {
    const { double, open, dataFolder, log } = await scene();
    if (layer !== undefined) double.layers.set(arn, layer);
    const cache = open();
    const error: unknown = await cache.folderOf({ type: 'aws', arn }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LAYER_UNAVAILABLE', details: { reason, layer: arn }, message: expect.stringMatching(message) });
    expect(JSON.stringify([String(error), error, log])).not.toContain('hunter2');
    expect(await left(dataFolder)).toEqual([]);
    // A failure is not kept either.
    double.layers.set(arn, { zip });
    expect(await cache.folderOf({ type: 'aws', arn })).toContain('layer-cache');
  });

  test.each<[string, string, string]>([
    ['what is no ARN', 'tools', 'noArn'],
    ['a layer without a version', arn.slice(0, -2), 'noArn'],
    ['what is built into AWS', 'arn:aws:lambda:::awslayer:AmazonLinux2', 'builtIn'],
  ])('%s', async (_, named, reason) => {
    const { open, double } = await scene();
    const rejected = expect(open().folderOf({ type: 'aws', arn: named })).rejects;
    await rejected.toMatchObject({ code: 'LAYER_UNAVAILABLE', details: { reason } });
    expect(double.asked).toEqual([]);
  });

  test('no network', async () => {
    const { open } = await scene();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const awsEndpoint = `http://127.0.0.1:${portOf(closed.address())}`;
    await new Promise((resolve) => closed.close(resolve));
    const rejected = expect(open({ awsEndpoint: () => awsEndpoint }).folderOf({ type: 'aws', arn })).rejects;
    await rejected.toMatchObject({ code: 'LAYER_UNAVAILABLE', details: { reason: 'network' } });
  });

  test('no credentials of the chosen profile', async () => {
    const { open, double } = await scene();
    const load = () => Promise.reject(Object.assign(new Error('hunter2'), { name: 'CredentialsProviderError' }));
    const credentials = new ProfileCredentials({ profile: () => 'dev', load, clock: new ManualClock() });
    const error: unknown = await open({ credentials }).folderOf({ type: 'aws', arn }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LAYER_UNAVAILABLE', message: expect.stringContaining('aws sso login --profile dev') });
    expect(String(error)).not.toContain('hunter2');
    expect(double.asked).toEqual([]);
  });

  test('what is still being fetched when the Local region stops', async () => {
    const { double, open, dataFolder } = await scene();
    double.layers.set(arn, { zip, answer: (response) => void response.writeHead(200, { 'content-length': 100 }).write('PK') });
    const cache = open();
    const fetched = cache.folderOf({ type: 'aws', arn }).catch((error: unknown) => error);
    await eventually(() => double.asked.includes('download'));
    cache.dispose();
    expect(await fetched).toMatchObject({ code: 'LAYER_UNAVAILABLE', details: { reason: 'cancelled' } });
    expect(await left(dataFolder)).toEqual([]);
  });

  test('a download from which nothing comes any more', async () => {
    const { double, open } = await scene();
    const clock = new ManualClock();
    double.layers.set(arn, { zip, answer: (response) => void response.writeHead(200, { 'content-length': 100 }).write('PK') });
    const fetched = open({ clock }).folderOf({ type: 'aws', arn }).catch((error: unknown) => error);
    await eventually(() => double.asked.includes('download'));
    clock.advance(30_000);
    expect(await fetched).toMatchObject({ details: { reason: 'download' } });
    expect(clock.pending).toBe(0);
  });
});

describe('layers of this machine', () => {
  test('a zip is unpacked once for each content', async () => {
    const { open, dataFolder } = await scene();
    const path = join(dataFolder, 'layer.zip');
    await writeFile(path, zip);
    const cache = open();
    const [one, other] = await Promise.all([cache.folderOf({ type: 'zip', path }), cache.folderOf({ type: 'zip', path })]);
    expect(other).toBe(one);
    await writeFile(path, zipBytes([{ name: 'python/tools.py', content: 'says = 22\n' }]));
    const changed = await cache.folderOf({ type: 'zip', path });
    expect(changed).not.toBe(one);
    expect(await readFile(join(changed, 'python/tools.py'), 'utf8')).toBe('says = 22\n');
    expect(await readFile(join(one ?? '', 'python/tools.py'), 'utf8')).toBe('says = 1\n');
    expect(await left(dataFolder)).toHaveLength(2);
  });

  test.each<[string, string | undefined, string]>([
    ['that is not there', undefined, 'notFound'],
    ['that is none', 'no zip', 'notZip'],
  ])('a zip %s', async (_, content, reason) => {
    const { open, dataFolder } = await scene();
    const path = join(dataFolder, 'layer.zip');
    if (content !== undefined) await writeFile(path, content);
    const rejected = expect(open().folderOf({ type: 'zip', path })).rejects;
    await rejected.toMatchObject({ code: 'LAYER_UNAVAILABLE', details: { reason, layer: path } });
  });

  test('a folder is taken as it is, where there is one', async () => {
    const { open, dataFolder } = await scene();
    const path = join(dataFolder, 'layer');
    await expect(open().folderOf({ type: 'folder', path })).rejects.toMatchObject({ code: 'LAYER_UNAVAILABLE' });
    await mkdir(path);
    expect(await open().folderOf({ type: 'folder', path })).toBe(path);
  });
});
