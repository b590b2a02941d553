import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';

import {
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  ListLayersCommand,
  PublishLayerVersionCommand,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';

import { temporaryData } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { needs } from '../shared/toolchain.ts';
import { zipBytes, type ZipPart } from '../unit/runner/store/archives/zipBytes.ts';

interface Language {
  readonly name: string;
  readonly commands: readonly string[];
  readonly runtime: () => string;
  /** Answers what the modules `shared` and `own` of its layers say. */
  readonly handler: ZipPart;
  /** Where a layer has a module that says a text. */
  readonly module: (name: string, says: string) => ZipPart;
}

const languages: readonly Language[] = [
  {
    name: 'Node.js',
    commands: [],
    runtime: () => 'nodejs24.x',
    handler: {
      name: 'index.js',
      content: "exports.handler = async () => [require('shared').says, require('own').says];",
    },
    module: (name, says) => ({ name: `nodejs/node_modules/${name}/index.js`, content: `exports.says = ${JSON.stringify(says)};` }),
  },
  {
    name: 'Python',
    commands: ['python3'],
    runtime: () => `python${execFileSync('python3', ['-c', 'import sys;print("%d.%d"%sys.version_info[:2])'], { encoding: 'utf8' }).trim()}`,
    handler: {
      name: 'index.py',
      content: 'import shared, own\ndef handler(event, context):\n    return [shared.says, own.says]\n',
    },
    module: (name, says) => ({ name: `python/${name}.py`, content: `says = ${JSON.stringify(says)}\n` }),
  },
];

async function data(): Promise<string> {
  const folder = await temporaryData();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Ends with the test; stopping it sooner is safe. */
async function started(dataFolder: string): Promise<{ readonly region: RunningRegion; readonly client: TestClient }> {
  const region = await openRegion({ dataFolder });
  const client = new TestClient(region.endpoint);
  onTestFinished(async () => {
    client.destroy();
    await region.stop();
  });
  return { region, client };
}

async function publish(client: TestClient, LayerName: string, ...parts: readonly ZipPart[]): Promise<string> {
  const { LayerVersionArn: arn = '' } = await client.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zipBytes(parts) } }));
  return arn;
}

describe.each(languages)('$name handlers', ({ commands, runtime, handler, module }) => {
  needs(...commands);

  test('import from their layers, the later over the earlier, also in a version, after the layers are deleted, and after a restart', async () => {
    const dataFolder = await data();
    const { region, client } = await started(dataFolder);
    const first = await publish(client, 'first', module('shared', 'first'), module('own', 'own'));
    const second = await publish(client, 'second', module('shared', 'second'));
    await client.send(
      new CreateFunctionCommand({
        FunctionName: 'layered',
        Role: 'arn:aws:iam::000000000000:role/r',
        // The type lists the names that the SDK knows.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        Runtime: runtime() as Runtime,
        Handler: 'index.handler',
        Code: { ZipFile: zipBytes([handler]) },
        Layers: [first, second],
        Timeout: 30,
        Publish: true,
      }),
    );
    const called = async (by: TestClient, Qualifier?: string): Promise<unknown> => (await by.call('layered', {}, { Qualifier })).payload;
    expect(await called(client)).toEqual(['second', 'own']);
    expect(await called(client, '1')).toEqual(['second', 'own']);

    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'layered', Layers: [second, first] }));
    expect(await called(client)).toEqual(['first', 'own']);
    for (const LayerName of ['first', 'second']) await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: 1 }));
    // A change makes the region look for code that nothing needs any more.
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'layered', Layers: [] }));
    expect(await called(client)).toMatchObject({ errorMessage: expect.stringContaining('shared') });
    await region.retireAll();
    expect(await called(client, '1')).toEqual(['second', 'own']);
    await region.stop();

    const { client: later } = await started(dataFolder);
    expect((await later.send(new ListLayersCommand({}))).Layers).toEqual([]);
    expect((await later.send(new GetFunctionConfigurationCommand({ FunctionName: 'layered', Qualifier: '1' }))).Layers).toMatchObject([
      { Arn: first },
      { Arn: second },
    ]);
    expect(await called(later, '1')).toEqual(['second', 'own']);
  });
});

test.skipIf(process.platform === 'win32')('links within a layer are followed', async () => {
  const { client } = await started(await data());
  const layer = await publish(
    client,
    'files',
    { name: 'nodejs/node_modules/real/index.js', content: 'exports.says = __filename;' },
    { name: 'nodejs/node_modules/linked', content: 'real', mode: 0o120_777 },
  );
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'linked',
      Role: 'arn:aws:iam::000000000000:role/r',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipBytes([{ name: 'index.js', content: "exports.handler = async () => require('linked').says;" }]) },
      Layers: [layer],
    }),
  );
  expect((await client.call('linked', {})).payload).toMatch(/real.index\.js$/);
});
