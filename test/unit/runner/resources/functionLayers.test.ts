import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { numberedKey } from '../../../../src/runner/resources/functionKey.ts';
import { checkUnzippedSize, holdLayers, takeLayers } from '../../../../src/runner/resources/layers/functionLayers.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { zipBytes } from '../store/archives/zipBytes.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { identity, openRegion, type TestRegion } from './testRegion.ts';
import { foldersOf } from '../../../shared/folderLayers.ts';

const account = 'arn:aws:lambda:eu-west-1:123456789012';
const layerArn = (name: string, version: number): string => `${account}:layer:${name}:${version}`;
const contentOf = (name: string): Buffer => zipBytes([{ name: `${name}.txt`, content: name }]);

async function withLayers(options?: { readonly folder: string }): Promise<TestRegion> {
  const region = await openRegion(options);
  for (const name of ['a', 'b', 'b']) await region.call('PublishLayerVersion', { LayerName: name, Content: { ZipFile: contentOf(name) } });
  return region;
}

const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

describe('a function’s layers', () => {
  test('are answered with their size, and their folders come in order', async () => {
    const region = await withLayers();
    const arns = [layerArn('b', 2), layerArn('a', 1)];
    const expected = [
      { Arn: arns[0], CodeSize: contentOf('b').length },
      { Arn: arns[1], CodeSize: contentOf('a').length },
    ];
    expect((await region.create('f', { Layers: arns })).Layers).toEqual(expected);
    expect((await region.call('GetFunctionConfiguration', { FunctionName: 'f' })).Layers).toEqual(expected);
    const [first = '', second = ''] = foldersOf(region.latest('f').layers);
    expect(await Promise.all([isThere(join(first, 'b.txt')), isThere(join(second, 'a.txt'))])).toEqual([true, true]);
    expect((await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [layerArn('b', 1)] })).Layers).toHaveLength(1);
    expect(foldersOf(region.latest('f').layers)).toEqual([first]);
    expect(await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [] })).not.toHaveProperty('Layers');
    expect(region.latest('f').layers).toEqual([]);
    expect(region.log).toEqual([]);
  });

  test('stay when the layer’s version is deleted, also after a restart, and also of a published version', async () => {
    const folder = await temporaryFolder();
    const region = await withLayers({ folder });
    await region.create('f', { Layers: [layerArn('a', 1)], Publish: true });
    await region.create('g', { Layers: [layerArn('b', 1)] });
    await region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [] });
    for (const name of ['a', 'b']) await region.call('DeleteLayerVersion', { LayerName: name, VersionNumber: 1 });
    await region.call('DeleteLayerVersion', { LayerName: 'b', VersionNumber: 2 });
    await region.functions.collectArchives(new Set());
    await region.stop();

    const again = await openRegion({ folder });
    const [ofVersion = ''] = foldersOf((await again.resolve('f', '1')).version.layers);
    const [ofLatest = ''] = foldersOf(again.latest('g').layers);
    expect(await Promise.all([isThere(join(ofVersion, 'a.txt')), isThere(join(ofLatest, 'b.txt'))])).toEqual([true, true]);
    expect((await again.call('GetFunctionConfiguration', { FunctionName: 'g' })).Layers).toMatchObject([{ Arn: layerArn('b', 1) }]);
    await again.call('DeleteFunction', { FunctionName: 'f' });
    await again.functions.collectArchives(new Set());
    expect(await Promise.all([isThere(ofVersion), isThere(ofLatest)])).toEqual([false, true]);
  });

  test('that are held keep their archives, though their versions are deleted meanwhile', async () => {
    const region = await withLayers();
    const layers = takeLayers({ identity, tables: region.tables }, [layerArn('a', 1), 'arn:aws:lambda:eu-west-1:999999999999:layer:a:7']);
    const { archives } = region.functions;
    const held = holdLayers({ archives }, layers);
    await region.call('DeleteLayerVersion', { LayerName: 'a', VersionNumber: 1 });
    await region.functions.collectArchives(new Set());
    expect(await archives.list()).toContain(layers[0]?.sha256);
    held.dispose();
    await region.functions.collectArchives(new Set());
    expect(await archives.list()).not.toContain(layers[0]?.sha256);
  });

  test('of another account are taken without a content, and a warning names them', async () => {
    const region = await withLayers();
    const foreign = 'arn:aws:lambda:eu-west-1:999999999999:layer:a:7';
    const builtIn = ['arn:aws:lambda:::awslayer:One', 'arn:aws:lambda:::awslayer:Two'];
    const { Layers: layers } = await region.create('f', { Layers: [foreign, layerArn('a', 1), ...builtIn] });
    expect(layers).toEqual([
      { Arn: foreign, CodeSize: 0 },
      { Arn: layerArn('a', 1), CodeSize: contentOf('a').length },
      ...builtIn.map((Arn) => ({ Arn, CodeSize: 0 })),
    ]);
    const sources = region.latest('f').layers.map(({ type }) => type);
    expect(sources).toEqual(['aws', 'folder', 'aws', 'aws']);
    expect(region.log).toEqual([expect.stringContaining(foreign)]);
  });

  const twice = (one: string, other: string): string =>
    'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
    `${one} and ${other} are versions of the same layer.`;
  const elsewhere = 'Layers are not in the same region as the function. Layers are expected to be in region eu-west-1.';
  test.each<readonly [string, readonly string[], string]>([
    ['more than five', ['1', '2', '3', '4', '5', '6'].map((name) => layerArn(name, 1)), 'Cannot reference more than 5 layers.'],
    ['an unknown layer', [layerArn('unknown', 1)], `Layer version ${layerArn('unknown', 1)} does not exist.`],
    ['an unknown version', [layerArn('a', 1), layerArn('b', 9)], `Layer version ${layerArn('b', 9)} does not exist.`],
    ['two versions', [layerArn('b', 1), layerArn('b', 2)], twice(layerArn('b', 1), layerArn('b', 2))],
    ['a version twice', [layerArn('b', 1), layerArn('b', 1)], twice(layerArn('b', 1), layerArn('b', 1))],
    ['another Region', ['arn:aws:lambda:us-east-1:123456789012:layer:a:1'], elsewhere],
    ['another Region and account', ['arn:aws:lambda:us-east-1:999999999999:layer:a:1'], elsewhere],
  ])('%s: refused to a new function and to an update', async (_name, Layers, message) => {
    const region = await withLayers();
    const refusal = { type: 'InvalidParameterValueException', status: 400, message };
    await expect(region.create('f', { Layers: [...Layers] })).rejects.toMatchObject(refusal);
    await region.create('f', { Layers: [layerArn('a', 1)] });
    await expect(region.call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [...Layers] })).rejects.toMatchObject(refusal);
    expect((await region.call('GetFunctionConfiguration', { FunctionName: 'f' })).Layers).toMatchObject([{ Arn: layerArn('a', 1) }]);
  });
});

describe('the size of code and layers together, unzipped', () => {
  const limit = 262_144_000;
  const layer = (unzippedSize: number): { readonly Arn: string; readonly CodeSize: number; readonly unzippedSize: number } => ({
    Arn: layerArn('a', 1),
    CodeSize: 1,
    unzippedSize,
  });
  const combined = 'Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.';

  test.each<readonly [string, number | undefined, readonly number[], string | undefined]>([
    ['just all of it', 1, [limit - 2, 1], undefined],
    ['layers that take it all', undefined, [limit], undefined],
    ['code alone', limit, [], undefined],
    ['too much together', 2, [limit - 2, 1], combined],
    ['layers that are too large themselves', 0, [limit, 1], 'Layers consume more than the available size of 262144000 bytes'],
  ])('%s', (_name, ofCode, ofLayers, message) => {
    const check = (): void => checkUnzippedSize(ofCode === undefined ? {} : { unzippedSize: ofCode }, ofLayers.map(layer));
    if (message === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ type: 'InvalidParameterValueException', status: 400, message }));
  });

  test('is known of every layer version, and counts for functions', async () => {
    const region = await withLayers();
    const { layerVersions } = region.tables;
    const stored = layerVersions.get(numberedKey('a', 1));
    if (stored === undefined) throw new Error('not stored');
    expect(stored.unzippedSize).toBe(1);
    await commit(region.store, [layerVersions.putting(numberedKey('a', 1), { ...stored, unzippedSize: limit })]);
    await expect(region.create('f', { Layers: [layerArn('a', 1), layerArn('b', 1)] })).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      message: 'Layers consume more than the available size of 262144000 bytes',
    });
  });
});
