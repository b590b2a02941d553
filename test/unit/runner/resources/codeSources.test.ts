import { createHash } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { limits } from '../../../../src/lambda/limits.ts';
import type { Operations } from '../../../../src/runner/api/operations.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { publish as publishLayer } from './testLayers.ts';
import { arn, openRegion, otherZip, role, type TestRegion, zip } from './testRegion.ts';
import { foldersOf } from '../../../shared/folderLayers.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
const invalid = (message: string) => ({ type: 'InvalidParameterValueException', status: 400, message });

/** A region with the bucket `bucket`, and what writes its objects. */
async function withS3(): Promise<{ readonly region: TestRegion; readonly put: (key: string, bytes: Uint8Array) => Promise<void> }> {
  const s3Folder = await temporaryFolder();
  await mkdir(join(s3Folder, 'bucket'));
  const put = (key: string, bytes: Uint8Array) => writeFile(join(s3Folder, 'bucket', key), bytes);
  return { region: await openRegion({ s3Folder }), put };
}

describe('code from S3', () => {
  const object = { S3Bucket: 'bucket', S3Key: 'code.zip' };

  test('is taken as it is at the moment, whichever version is named', async () => {
    const { region, put } = await withS3();
    await put('code.zip', zip);
    const created = await region.create('fn', { Code: { ...object, S3ObjectVersion: 'v1' } });
    expect(created).toMatchObject({ CodeSha256: sha256(zip), CodeSize: zip.length, PackageType: 'Zip' });
    await put('code.zip', otherZip);
    // An object that changes changes no function.
    expect(await region.call('GetFunction', { FunctionName: 'fn' })).toMatchObject({
      Configuration: { CodeSha256: sha256(zip) },
      Code: { RepositoryType: 'S3' },
    });
    const updated = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ...object, S3ObjectVersion: 'v1' });
    expect(updated).toMatchObject({ CodeSha256: sha256(otherZip), CodeSize: otherZip.length });
    const dry = await region.call('UpdateFunctionCode', { FunctionName: 'fn', ...object, DryRun: true });
    expect(dry).toMatchObject({ CodeSha256: sha256(otherZip), LastUpdateStatus: 'Successful' });
  });

  test.each<readonly [string, object, object]>([
    [
      'no bucket',
      { ...object, S3Bucket: 'nobody' },
      invalid('Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist'),
    ],
    [
      'no object',
      { ...object, S3Key: 'missing.zip' },
      invalid('Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.'),
    ],
    [
      'a key that leads out of the bucket',
      { ...object, S3Key: '../bucket/code.zip' },
      invalid('Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.'),
    ],
    ['a bucket alone', { S3Bucket: 'bucket' }, invalid('Please provide a source for function code.')],
    [
      'no zip',
      { ...object, S3Key: 'text.txt' },
      invalid('Could not unzip uploaded file. Please check your file, then try to upload again.'),
    ],
  ])('%s is refused, at creation and later', async (_name, source, expected) => {
    const { region, put } = await withS3();
    await put('code.zip', zip);
    await put('text.txt', Buffer.from('no zip'));
    await expect(region.create('fn', { Code: source })).rejects.toMatchObject(expected);
    await region.create('fn');
    await expect(region.call('UpdateFunctionCode', { FunctionName: 'fn', ...source })).rejects.toMatchObject(expected);
    expect(await region.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toMatchObject({ CodeSha256: sha256(zip) });
  });

  test('may be larger than what a request may bring', async () => {
    const { region, put } = await withS3();
    const large = zipBytes([{ name: 'index.js', content: Buffer.alloc(limits.zippedCodeBytes) }]);
    await put('code.zip', large);
    expect(await region.create('fn', { Code: object })).toMatchObject({ CodeSize: large.length, CodeSha256: sha256(large) });
    await region.create('other');
    expect(await region.call('UpdateFunctionCode', { FunctionName: 'other', ...object })).toMatchObject({ CodeSize: large.length });
    const tooLarge = { type: 'RequestEntityTooLargeException', status: 413, message: 'Zipped size must be smaller than 52428800 bytes' };
    await expect(region.create('bytes', { Code: { ZipFile: large } })).rejects.toMatchObject(tooLarge);
    await expect(region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: large, DryRun: true })).rejects.toMatchObject(tooLarge);
  });

  test('is not larger than its files may be', async () => {
    const { region, put } = await withS3();
    const content = Buffer.alloc(limits.unzippedCodeBytes + 1);
    await put('code.zip', zipBytes([{ name: 'index.js', content, deflated: true }]));
    const refused = invalid('Unzipped size must be smaller than 262144000 bytes');
    await expect(region.create('fn', { Code: object })).rejects.toMatchObject(refused);
  });

  test('that is referred to is answered as such, and its key', async () => {
    const { region, put } = await withS3();
    await put('code.zip', zip);
    const SourceKMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    await region.create('fn', { Code: { ...object, S3ObjectStorageMode: 'REFERENCE', S3ObjectVersion: 'v', SourceKMSKeyArn } });
    const code = async () => (await region.call('GetFunction', { FunctionName: 'fn' })).Code;
    const Location: unknown = expect.stringMatching(/^file:/);
    expect(await code()).toEqual({
      RepositoryType: 'S3',
      Location,
      ResolvedS3Object: { ...object, S3ObjectVersion: 'v' },
      SourceKMSKeyArn,
    });
    await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zip });
    expect(await code()).toEqual({ RepositoryType: 'S3', Location });
    await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zip, SourceKMSKeyArn });
    expect(await code()).toEqual({ RepositoryType: 'S3', Location, SourceKMSKeyArn });
  });
});

describe('code of all functions', () => {
  test('fits into what an account has', async () => {
    const region = await openRegion();
    await region.create('fn');
    const refused = { type: 'CodeStorageExceededException', status: 400, message: 'Code storage limit exceeded.' };
    const fn = region.functions.document('fn');
    if (fn === undefined) throw new Error('It was made.');
    const almostAll = limits.accountCodeBytes - zip.length;
    await region.functions.put('fn', { ...fn, latest: { ...fn.latest, code: { ...fn.latest.code, size: almostAll + 1 } } });
    await expect(region.create('more')).rejects.toMatchObject(refused);
    // What is replaced does not count.
    await region.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: otherZip });
    expect(await region.create('more')).toMatchObject({ FunctionName: 'more' });
  });
});

describe('layers that are deleted while a function takes them', () => {
  /** Deletes the layer version, and collects what nothing needs. */
  async function withoutLayer(region: TestRegion): Promise<void> {
    await region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    await region.functions.collectArchives(new Set());
  }
  const Layers = [arn('x').replace('function:x', 'layer:tools:1')];
  const hasLayer = async (region: TestRegion) => {
    const { layers } = region.latest('fn');
    await Promise.all(foldersOf(layers).map((folder) => access(folder)));
    return layers.length === 1;
  };

  test('are its own at its creation', async () => {
    const region = await openRegion();
    await publishLayer(region, 'tools');
    const { archives } = region.functions;
    const add = archives.add.bind(archives);
    vi.spyOn(archives, 'add').mockImplementationOnce(async (...args) => {
      await withoutLayer(region);
      return add(...args);
    });
    await region.create('fn', { Layers });
    expect(await hasLayer(region)).toBe(true);
  });

  test('are its own after a change', async () => {
    const region = await openRegion();
    await publishLayer(region, 'tools');
    await region.create('fn');
    const write = region.store.write.bind(region.store);
    vi.spyOn(region.store, 'write').mockImplementationOnce(async (...args) => {
      await withoutLayer(region);
      return write(...args);
    });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Layers });
    expect(await hasLayer(region)).toBe(true);
  });
});

describe('a function of a container image', () => {
  const repository = '123456789012.dkr.ecr.eu-west-1.amazonaws.com:443/team/app';
  const ImageUri = `${repository}:latest`;
  const digest = createHash('sha256').update(ImageUri).digest('hex');
  const image = { PackageType: 'Image', Runtime: undefined, Handler: undefined, Code: { ImageUri } } as const;
  const configuration = {
    FunctionName: 'img',
    FunctionArn: arn('img'),
    Role: role,
    CodeSize: 0,
    CodeSha256: digest,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2024-01-01T00:00:00.000+0000',
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: expect.any(String),
    PackageType: 'Image',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/img' },
  };
  const active = { State: 'Active', LastUpdateStatus: 'Successful' };

  test('has an image, and neither runtime nor handler', async () => {
    const region = await openRegion();
    const pending = { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' };
    expect(await region.create('img', image)).toEqual({ ...configuration, ...pending });
    expect(await region.call('GetFunction', { FunctionName: 'img' })).toEqual({
      Configuration: { ...configuration, ...active },
      Code: { RepositoryType: 'ECR', ImageUri, ResolvedImageUri: `${repository}@sha256:${digest}` },
    });
    expect((await region.call('ListFunctions', {})).Functions).toEqual([configuration]);
    // The image's digest is told where it is known.
    const known = 'ab'.repeat(32);
    const byDigest = `${repository}@sha256:${known}`;
    expect(await region.call('UpdateFunctionCode', { FunctionName: 'img', ImageUri: byDigest })).toEqual({
      ...configuration,
      CodeSha256: known,
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating',
    });
    const { Code } = await region.call('GetFunction', { FunctionName: 'img' });
    expect(Code).toEqual({ RepositoryType: 'ECR', ImageUri: byDigest, ResolvedImageUri: byDigest });
    expect(await region.call('PublishVersion', { FunctionName: 'img' })).toEqual({
      ...configuration,
      ...active,
      FunctionArn: arn('img:1'),
      Version: '1',
      CodeSha256: known,
    });
  });

  test('overrides its image’s settings, until it is told to leave them', async () => {
    const region = await openRegion();
    const all = { EntryPoint: ['sh'], Command: ['-c', 'echo'], WorkingDirectory: '/app' };
    expect(await region.create('img', { ...image, ImageConfig: all })).toMatchObject({ ImageConfigResponse: { ImageConfig: all } });
    const configure = (change: object) => region.call('UpdateFunctionConfiguration', { FunctionName: 'img', ...change });
    const found = () => region.call('GetFunctionConfiguration', { FunctionName: 'img' });
    await configure({ Timeout: 9 });
    expect((await found()).ImageConfigResponse).toEqual({ ImageConfig: all });
    // As in AWS, nothing of those before stays.
    const some = { Command: ['other'], WorkingDirectory: '/other' };
    expect((await configure({ ImageConfig: some })).ImageConfigResponse).toEqual({ ImageConfig: some });
    expect((await found()).ImageConfigResponse).toEqual({ ImageConfig: some });
    expect(await configure({ ImageConfig: {} })).not.toHaveProperty('ImageConfigResponse');
    expect(await found()).toEqual({ ...configuration, ...active, Timeout: 9 });
    const empty = { EntryPoint: [], Command: [], WorkingDirectory: '' };
    expect(await configure({ ImageConfig: empty })).not.toHaveProperty('ImageConfigResponse');
  });

  const refused = invalid("Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.");
  const notForImage: readonly Pick<Operations['UpdateFunctionConfiguration']['input'], 'Runtime' | 'Handler' | 'Layers'>[] = [
    { Runtime: 'nodejs24.x' },
    { Handler: 'a.b' },
    { Layers: [] },
  ];
  test.each(notForImage)('is not given %j', async (setting) => {
    const region = await openRegion();
    await expect(region.create('img', { ...image, ...setting })).rejects.toMatchObject(refused);
    await region.create('img', image);
    await expect(region.call('UpdateFunctionConfiguration', { FunctionName: 'img', ...setting })).rejects.toMatchObject(refused);
  });

  test('is not made of a zip', async () => {
    const region = await openRegion();
    await expect(region.create('img', { ...image, Code: { ZipFile: zip } })).rejects.toMatchObject(
      invalid('Please provide ImageUri when creating a function with packageType Image.'),
    );
    await region.create('img', image);
    await expect(region.call('UpdateFunctionCode', { FunctionName: 'img', ZipFile: zip })).rejects.toMatchObject(
      invalid('Please provide ImageUri when updating a function with packageType Image.'),
    );
  });
});
