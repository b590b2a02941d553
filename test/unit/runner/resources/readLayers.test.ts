import { describe, expect, test } from 'vitest';

import type { Operations } from '../../../../src/runner/api/operations.ts';
import { numberedKey } from '../../../../src/runner/resources/functionKey.ts';
import { commit } from '../../../../src/runner/store/documentTable.ts';
import { layersOf, publish, versionsOf, withLayers } from './testLayers.ts';
import { openRegion } from './testRegion.ts';

const account = 'arn:aws:lambda:eu-west-1:123456789012';

describe('reading', () => {
  const notFound = { type: 'ResourceNotFoundException', status: 404, message: 'The resource you requested does not exist.' };
  const denied = (action: string, resource: string): object => ({
    type: 'AccessDeniedException',
    status: 403,
    message:
      `User: arn:aws:iam::123456789012:root is not authorized to perform: lambda:${action} on resource: ${resource} ` +
      `because no resource-based policy allows the lambda:${action} action`,
  });
  const foreign = 'arn:aws:lambda:eu-west-1:999999999999:layer:tools';

  test.each<readonly [string, string, number, object]>([
    ['an unknown layer', 'unknown', 1, notFound],
    ['an unknown version', 'tools', 9, notFound],
    ['version 0', 'tools', 0, { type: 'InvalidParameterValueException', status: 400, message: 'Layer Version Cannot be less than 1' }],
    ['a version below', 'tools', -1, { message: 'Layer Version Cannot be less than 1' }],
    ['another Region', 'arn:aws:lambda:us-east-1:123456789012:layer:tools', 1, notFound],
    ['another account', foreign, 3, denied('GetLayerVersion', `${foreign}:3`)],
  ])('GetLayerVersion of %s', async (_name, LayerName, VersionNumber, refusal) => {
    const region = await withLayers();
    await expect(region.call('GetLayerVersion', { LayerName, VersionNumber })).rejects.toMatchObject(refusal);
  });

  test.each<readonly [string, string, object]>([
    ['an unknown version', `${account}:layer:tools:9`, notFound],
    ['another Region', 'arn:aws:lambda:us-east-1:123456789012:layer:tools:1', notFound],
    ['another account', `${foreign}:1`, denied('GetLayerVersion', `${foreign}:1`)],
    ['a layer that AWS has built in', 'arn:aws:lambda:::awslayer:AmazonLinux1803', notFound],
  ])('GetLayerVersionByArn of %s', async (_name, Arn, refusal) => {
    const region = await withLayers();
    await expect(region.call('GetLayerVersionByArn', { Arn })).rejects.toMatchObject(refusal);
  });

  test('versions are listed newest first, with what they declare', async () => {
    const region = await withLayers();
    const { LayerVersions: [newest, , oldest] = [] } = await region.call('ListLayerVersions', { LayerName: `${account}:layer:tools` });
    expect(newest).toEqual({
      LayerVersionArn: `${account}:layer:tools:3`,
      Version: 3,
      Description: '',
      CreatedDate: '2024-01-01T00:00:00.000+0000',
      CompatibleRuntimes: ['nodejs24.x', 'nodejs22.x'],
      CompatibleArchitectures: ['x86_64'],
    });
    expect(oldest).toMatchObject({ Version: 1, Description: 'first' });
    await expect(region.call('ListLayerVersions', { LayerName: foreign })).rejects.toMatchObject(denied('ListLayerVersions', foreign));
  });

  test.each<readonly [Omit<Operations['ListLayerVersions']['input'], 'LayerName'>, readonly number[]]>([
    [{}, [3, 2, 1]],
    [{ CompatibleRuntime: 'nodejs24.x' }, [3, 1]],
    [{ CompatibleArchitecture: 'arm64' }, [2]],
    [{ CompatibleRuntime: 'nodejs22.x', CompatibleArchitecture: 'arm64' }, []],
    [{ CompatibleRuntime: 'python3.13', CompatibleArchitecture: 'x86_64' }, [2]],
  ])('ListLayerVersions for %j', async (filter, expected) => {
    const region = await withLayers();
    expect(await region.call('ListLayerVersions', { LayerName: 'tools', ...filter })).not.toHaveProperty('NextMarker');
    expect(versionsOf(await region.call('ListLayerVersions', { LayerName: 'tools', ...filter }))).toEqual(expected);
    expect(await region.call('ListLayerVersions', { LayerName: 'unknown', ...filter })).toEqual({ LayerVersions: [] });
  });

  test.each<readonly [Operations['ListLayers']['input'], readonly string[]]>([
    [{}, ['a:1', 'a-b:1', 'plain:1', 'tools:3']],
    [{ CompatibleRuntime: 'python3.13' }, ['tools:2']],
    [{ CompatibleArchitecture: 'arm64' }, ['a-b:1', 'tools:2']],
    [{ CompatibleRuntime: 'java21' }, []],
  ])('ListLayers for %j gives the newest version that matches', async (filter, expected) => {
    const region = await withLayers();
    expect(layersOf(await region.call('ListLayers', filter))).toEqual(expected);
  });

  test('ListLayers names a layer and its version', async () => {
    const region = await withLayers();
    const { Layers: [layer] = [] } = await region.call('ListLayers', {});
    expect(layer).toEqual({
      LayerName: 'a',
      LayerArn: `${account}:layer:a`,
      LatestMatchingVersion: {
        LayerVersionArn: `${account}:layer:a:1`,
        Version: 1,
        Description: '',
        CreatedDate: '2024-01-01T00:00:00.000+0000',
      },
    });
  });

  test('layers page by page, also from one that is gone', async () => {
    const region = await withLayers();
    const first = await region.call('ListLayers', { MaxItems: 2 });
    expect(layersOf(first)).toEqual(['a:1', 'a-b:1']);
    expect(first.NextMarker).not.toContain('a-b');
    await region.call('DeleteLayerVersion', { LayerName: 'a-b', VersionNumber: 1 });
    const second = await region.call('ListLayers', { MaxItems: 2, Marker: first.NextMarker });
    expect(layersOf(second)).toEqual(['plain:1', 'tools:3']);
    expect(second).not.toHaveProperty('NextMarker');
    await expect(region.call('ListLayers', { Marker: 'x' })).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
  });

  test('versions page by page across gaps, at most 50', async () => {
    const region = await openRegion();
    const total = 160;
    await publish(region, 'many');
    const document = region.tables.layerVersions.get(numberedKey('many', 1));
    if (document === undefined) throw new Error('not stored');
    const numbers = Array.from({ length: total }, (_, index) => index + 1).filter((number) => number <= 5 || number > 120);
    await commit(region.store, [
      ...numbers.map((number) => region.tables.layerVersions.putting(numberedKey('many', number), document)),
      region.tables.layerCounters.putting('many', { lastVersion: total + 300 }),
    ]);
    const all = await region.call('ListLayerVersions', { LayerName: 'many' });
    expect(versionsOf(all)).toEqual(numbers.toReversed());
    const pages: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = await region.call('ListLayerVersions', { LayerName: 'many', MaxItems: 20, Marker });
      pages.push(versionsOf(page));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(pages).toHaveLength(3);
    expect(pages.flat()).toEqual(numbers.toReversed());
    const { NextMarker: ofNames } = await region.call('ListLayers', { MaxItems: 1 });
    expect(ofNames).toBeUndefined();
    await publish(region, 'more');
    const { NextMarker: otherKind } = await region.call('ListLayers', { MaxItems: 1 });
    await expect(region.call('ListLayerVersions', { LayerName: 'many', Marker: otherKind })).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      message: 'Invalid marker.',
    });
  });
});
