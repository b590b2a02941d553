import { CreateFunctionCommand, PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { LayerDouble } from '../shared/layerDouble.ts';
import { openRegion, type RegionOptions, type RunningRegion } from '../shared/region.ts';
import { templateOf, temporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:7';
const layerOf = (says: string): Buffer => zipBytes([{ name: 'nodejs/node_modules/tools/index.js', content: `exports.says = ${JSON.stringify(says)};` }]);
const code = "exports.handler = async () => require('tools').says;";

async function opened(options: RegionOptions): Promise<{ region: RunningRegion; client: TestClient }> {
  const region = await openRegion(options);
  const client = new TestClient(region.endpoint);
  onTestFinished(async () => {
    client[Symbol.dispose]();
    await region[Symbol.asyncDispose]();
  });
  return { region, client };
}

async function template(files: Readonly<Record<string, string | Uint8Array>>, properties: string): Promise<Awaited<ReturnType<typeof temporaryWorkspace>>> {
  const workspace = await temporaryWorkspace({ 'template.yaml': templateOf({ f: `Handler: index.handler, Timeout: 20, ${properties}` }).replace('CodeUri: .', 'CodeUri: code') });
  for (const [name, content] of Object.entries(files)) await workspace.write(name, content);
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  return workspace;
}

async function doubled(): Promise<LayerDouble> {
  const double = await new LayerDouble().start();
  onTestFinished(() => double[Symbol.asyncDispose]());
  return double;
}

describe('a layer of AWS', () => {
  test("of a template's function is fetched when it first runs, and kept for the next run", async () => {
    const double = await doubled();
    double.layers.set(arn, { zip: layerOf('fetched') });
    const { path } = await template({ 'code/index.js': code }, `Layers: ["${arn}"]`);
    const options = { templates: [path('template.yaml')], dataFolder: path('data'), args: ['--aws-endpoint', double.endpoint] };
    const first = await opened(options);
    expect((await first.region.state()).problems).toEqual([]);
    expect(double.asked).toEqual([]);
    expect((await first.client.call('f', {})).payload).toBe('fetched');
    expect(first.region.stderr).toContain(`Fetched the layer ${arn}`);
    await first.region.stop();
    await double[Symbol.asyncDispose]();
    const second = await opened(options);
    expect((await second.client.call('f', {})).payload).toBe('fetched');
  });

  test('that is not there fails the invocation, which says why', async () => {
    const double = await doubled();
    const { path } = await template({ 'code/index.js': code }, `Layers: ["${arn}"]`);
    const { client } = await opened({ templates: [path('template.yaml')], args: ['--aws-endpoint', double.endpoint] });
    const failure: unknown = await client.call('f', {}).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure)])).toContain(`The layer ${arn} cannot be fetched from AWS: it is not there.`);
    double.layers.set(arn, { zip: layerOf('published') });
    expect((await client.call('f', {})).payload).toBe('published');
  });

  test('that is still being fetched holds up no stop', async () => {
    const double = await doubled();
    double.layers.set(arn, { zip: layerOf('late'), answer: (response) => void response.writeHead(200, { 'content-length': 100 }).write('PK') });
    const { path } = await template({ 'code/index.js': code }, `Layers: ["${arn}"]`);
    const { client, region } = await opened({ templates: [path('template.yaml')], args: ['--aws-endpoint', double.endpoint] });
    const called = client.call('f', {}).catch((error: unknown) => error);
    await eventually(() => double.asked.includes('download'));
    const began = Date.now();
    expect(await region.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(5000);
    await called;
  });

  test('of a function of the API is fetched from another Local region, which stands for AWS', async () => {
    const other = await opened({ args: ['--account', '123456789012'] });
    const published = await other.client.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: { ZipFile: layerOf('there') } }));
    const { client } = await opened({ args: ['--aws-endpoint', other.region.endpoint] });
    const ZipFile = zipBytes([{ name: 'index.js', content: code }]);
    const Layers = [published.LayerVersionArn ?? ''];
    const Role = 'arn:aws:iam::000000000000:role/r';
    await client.send(new CreateFunctionCommand({ FunctionName: 'f', Role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile }, Layers, Timeout: 20 }));
    expect((await client.call('f', {})).payload).toBe('there');
  });

  test("of the Local region's own account and Region is its own", async () => {
    const { path } = await template({ 'code/index.js': code }, 'Layers: ["arn:aws:lambda:us-east-1:000000000000:layer:tools:1"]');
    const { client } = await opened({ templates: [path('template.yaml')] });
    await client.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: { ZipFile: layerOf('own') } }));
    expect((await client.call('f', {})).payload).toBe('own');
  });
});

describe('archives of the workspace', () => {
  test('a layer in a zip is used, and used anew when it is made anew', async () => {
    const { path, write } = await template({ 'code/index.js': code, 'layer.zip': layerOf('one') }, 'Layers: [layer.zip]');
    const { client, region } = await opened({ templates: [path('template.yaml')] });
    expect((await region.state()).problems).toEqual([]);
    expect((await client.call('f', {})).payload).toBe('one');
    await write('layer.zip', layerOf('other'));
    await eventually(async () => (await client.call('f', {})).payload === 'other');
  });

  test('code in a zip is run, and run anew when it is made anew', async () => {
    const codeOf = (says: string): Buffer => zipBytes([{ name: 'index.js', content: `exports.handler = async () => '${says}';` }]);
    const { path, write } = await template({ 'code.zip': codeOf('one') }, 'CodeUri: code.zip');
    await write('template.yaml', templateOf({ f: 'Handler: index.handler' }).replace('CodeUri: .', 'CodeUri: code.zip'));
    const { client, region } = await opened({ templates: [path('template.yaml')] });
    expect((await region.state()).problems).toEqual([]);
    expect((await client.call('f', {})).payload).toBe('one');
    await write('code.zip', codeOf('other'));
    await eventually(async () => (await client.call('f', {})).payload === 'other');
  });
});
