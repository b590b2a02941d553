import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { numberedKey } from '../../../../src/runner/resources/functionKey.ts';
import { checkCompatibility } from '../../../../src/runner/resources/layers/compatibility.ts';
import { layerCodeSize } from '../../../../src/runner/resources/layers/layerVersions.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { layersOf, layerZip, otherLayerZip, publish, versionsOf, withLayers } from './testLayers.ts';
import { openRegion } from './testRegion.ts';

const account = 'arn:aws:lambda:eu-west-1:123456789012';
const sha256 = createHash('sha256').update(layerZip).digest('base64');

describe('publishing', () => {
  test('answers the whole version, and so do reads by name, ARN and the version’s ARN', async () => {
    const region = await openRegion();
    const published = await publish(region, 'tools', {
      Description: 'd',
      LicenseInfo: 'MIT',
      CompatibleRuntimes: ['python3.13', 'nodejs24.x'],
      CompatibleArchitectures: ['arm64'],
    });
    expect(published).toEqual({
      LayerArn: `${account}:layer:tools`,
      LayerVersionArn: `${account}:layer:tools:1`,
      Version: 1,
      Description: 'd',
      CreatedDate: '2024-01-01T00:00:00.000+0000',
      LicenseInfo: 'MIT',
      CompatibleRuntimes: ['python3.13', 'nodejs24.x'],
      CompatibleArchitectures: ['arm64'],
      Content: { CodeSha256: sha256, CodeSize: layerZip.length, Location: expect.stringMatching(/^file:\/\/.*\.zip$/) },
    });
    expect(await readFile(fileURLToPath(published.Content?.Location ?? ''))).toEqual(layerZip);
    expect(await region.call('GetLayerVersion', { LayerName: 'tools', VersionNumber: 1 })).toEqual(published);
    expect(await region.call('GetLayerVersion', { LayerName: `${account}:layer:tools`, VersionNumber: 1 })).toEqual(published);
    expect(await region.call('GetLayerVersionByArn', { Arn: `${account}:layer:tools:1` })).toEqual(published);
  });

  test('what was not given is absent, empty lists stay', async () => {
    const region = await openRegion();
    expect(Object.keys(await publish(region, 'plain')).sort()).toEqual([
      'Content',
      'CreatedDate',
      'Description',
      'LayerArn',
      'LayerVersionArn',
      'Version',
    ]);
    expect(await publish(region, 'plain', { CompatibleArchitectures: [], CompatibleRuntimes: [] })).toMatchObject({
      Description: '',
      CompatibleArchitectures: [],
      CompatibleRuntimes: [],
    });
  });

  test('numbers rise, those of deleted versions are not given out again, also after a restart', async () => {
    const folder = await temporaryFolder();
    const region = await openRegion({ folder });
    await publish(region, 'tools');
    expect(await publish(region, `${account}:layer:tools`)).toMatchObject({ Version: 2 });
    for (const VersionNumber of [1, 2]) await region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber });
    await region.stop();
    const again = await openRegion({ folder });
    expect(await publish(again, 'tools')).toMatchObject({ Version: 3 });
  });

  test('many at the same time get a number each', async () => {
    const region = await openRegion();
    const published = await Promise.all(Array.from({ length: 8 }, () => publish(region, 'tools')));
    expect(new Set(published.map(({ Version }) => Version))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(versionsOf(await region.call('ListLayerVersions', { LayerName: 'tools' }))).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('a version is as it was after a restart, and its zip is there', async () => {
    const folder = await temporaryFolder();
    const region = await openRegion({ folder });
    const published = await publish(region, 'tools', { LicenseInfo: 'MIT' });
    await region.stop();
    const again = await openRegion({ folder });
    const read = await again.call('GetLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    expect(read).toEqual(published);
    expect(await readFile(fileURLToPath(read.Content?.Location ?? ''))).toEqual(layerZip);
  });

  test('a version whose count was lost is served, and its number is not given out again', async () => {
    const folder = await temporaryFolder();
    const region = await openRegion({ folder });
    await publish(region, 'tools');
    await publish(region, 'tools');
    await commit(region.store, [region.tables.layerCounters.deleting('tools')]);
    expect(layersOf(await region.call('ListLayers', {}))).toEqual(['tools:2']);
    expect(await publish(region, 'tools')).toMatchObject({ Version: 3 });
  });

  test('the zip may lie in the folder that stands for S3, and be larger there than in a request', async () => {
    const s3Folder = await temporaryFolder();
    const large = zipBytes([{ name: 'large', content: Buffer.alloc(52_428_800) }]);
    await mkdir(join(s3Folder, 'bucket'));
    await writeFile(join(s3Folder, 'bucket', 'layer.zip'), large);
    const region = await openRegion({ s3Folder });
    const fromS3 = { S3Bucket: 'bucket', S3Key: 'layer.zip' };
    expect(await publish(region, 's3', { Content: fromS3 })).toMatchObject({ Version: 1, Content: { CodeSize: large.length } });
    await expect(publish(region, 's3', { Content: { ZipFile: large } })).rejects.toMatchObject({
      type: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Zipped size must be smaller than 52428800 bytes',
    });
  });

  const broken = 'Could not unzip uploaded file. Please check your file, then try to upload again.';
  test.each<readonly [string, Buffer, string]>([
    ['no zip', Buffer.from('no zip'), broken],
    ['a zip that climbs out', zipBytes([{ name: '../x', content: 'x' }]), `${broken} The entry "../x" leaves the folder of the archive.`],
    ['an empty zip', zipBytes([]), 'Uploaded file must be a non-empty zip'],
    [
      'one too large unzipped',
      zipBytes([{ name: 'x', content: 'x', size: 262_144_001, deflated: true }]),
      'Unzipped size must be smaller than 262144000 bytes',
    ],
  ])('%s is refused, and takes no number', async (_name, zip, message) => {
    const region = await openRegion();
    const refusal = { type: 'InvalidParameterValueException', status: 400, message };
    await expect(publish(region, 'tools', { Content: { ZipFile: zip } })).rejects.toMatchObject(refusal);
    expect(await publish(region, 'tools')).toMatchObject({ Version: 1 });
  });

  test.each<readonly [readonly string[], readonly string[], readonly string[]]>([
    [['python3.7'], [], ["Value '[python3.7]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, "]],
    [
      ['invalidruntime', 'nodejs20.x'],
      ['invalidarch', 'x86_64'],
      [
        "Value '[invalidruntime, nodejs20.x]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, ",
        "; Value '[invalidarch, x86_64]' at 'compatibleArchitectures' failed to satisfy constraint: " +
          'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64]]',
      ],
    ],
  ])('for runtimes %j and architectures %j is refused', (CompatibleRuntimes, CompatibleArchitectures, parts) => {
    const begin = `${parts.length} validation error${parts.length === 1 ? '' : 's'} detected: ${parts[0]}`;
    const end = parts.at(1) ?? ']';
    expect(() => checkCompatibility({ CompatibleRuntimes, CompatibleArchitectures })).toThrow(
      expect.objectContaining({
        type: 'ValidationException',
        status: 400,
        message: expect.toSatisfy((message: string) => message.startsWith(begin) && message.endsWith(end)),
      }),
    );
  });

  test('for more runtimes than there may be is refused', () => {
    const many = Array<string>(16).fill('nodejs20.x');
    const message = `Value '[${many.join(', ')}]' at 'compatibleRuntimes' failed to satisfy constraint: Member must have length less than or equal to 15`;
    expect(() => checkCompatibility({ CompatibleRuntimes: many })).toThrow(`1 validation error detected: ${message}`);
  });

  test('for a runtime that functions cannot have any more is refused, but for those that layers still can', async () => {
    const region = await openRegion();
    await expect(publish(region, 'tools', { CompatibleRuntimes: ['nodejs14.x'] })).rejects.toMatchObject({ type: 'ValidationException' });
    expect(await publish(region, 'tools', { CompatibleRuntimes: ['python3.8', 'nodejs16.x'] })).toMatchObject({ Version: 1 });
  });

  test('the account’s code storage is a limit for functions and layers together', async () => {
    const region = await openRegion();
    await publish(region, 'tools');
    expect(layerCodeSize(region.tables)).toBe(layerZip.length);
    const stored = region.tables.layerVersions.get(numberedKey('tools', 1));
    if (stored === undefined) throw new Error('not stored');
    const size = 80_530_636_800 - layerZip.length;
    await commit(region.store, [region.tables.layerVersions.putting(numberedKey('tools', 1), { ...stored, size })]);
    expect(await publish(region, 'tools')).toMatchObject({ Version: 2 });
    await expect(publish(region, 'tools')).rejects.toMatchObject({ type: 'CodeStorageExceededException', status: 400 });
    await region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    expect(await publish(region, 'tools')).toMatchObject({ Version: 3 });
  });
});

describe('deleting', () => {
  test('a version is gone, the others stay; one that is not there is no error', async () => {
    const region = await withLayers();
    const version = { LayerName: 'tools', VersionNumber: 2 };
    expect(await region.call('DeleteLayerVersion', version)).toEqual({});
    expect(await region.call('DeleteLayerVersion', version)).toEqual({});
    expect(await region.call('DeleteLayerVersion', { LayerName: 'unknown', VersionNumber: 1 })).toEqual({});
    await expect(region.call('GetLayerVersion', version)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
    expect(versionsOf(await region.call('ListLayerVersions', { LayerName: 'tools' }))).toEqual([3, 1]);
    await expect(region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber: 0 })).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      message: 'Layer Version Cannot be less than 1',
    });
  });

  test('a layer without versions is not listed', async () => {
    const region = await openRegion();
    await publish(region, 'only');
    await region.call('DeleteLayerVersion', { LayerName: 'only', VersionNumber: 1 });
    expect(await region.call('ListLayers', {})).toEqual({ Layers: [] });
    expect(await region.call('ListLayerVersions', { LayerName: 'only' })).toEqual({ LayerVersions: [] });
  });

  test('an archive stays as long as a version has it, and goes with the last', async () => {
    const folder = await temporaryFolder();
    const region = await openRegion({ folder });
    await publish(region, 'tools');
    await publish(region, 'tools');
    const { Content: other } = await publish(region, 'other', { Content: { ZipFile: otherLayerZip } });
    const { Content: content } = await region.call('GetLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    const isThere = (url = ''): Promise<boolean> => access(fileURLToPath(url)).then(() => true, () => false);
    await region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    await region.functions.collectArchives(new Set());
    expect(await isThere(content?.Location)).toBe(true);
    await region.call('DeleteLayerVersion', { LayerName: 'tools', VersionNumber: 2 });
    await region.functions.collectArchives(new Set());
    expect(await isThere(content?.Location)).toBe(false);
    expect(await isThere(other?.Location)).toBe(true);
  });
});
