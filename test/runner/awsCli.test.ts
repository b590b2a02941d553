import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { needs } from '../shared/toolchain.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

needs('aws');

const run = promisify(execFile);
let workspace: TemporaryWorkspace;
let region: RunningRegion;

beforeAll(async () => {
  workspace = await temporaryWorkspace({
    'app.mjs': 'export const handler = async (event) => ({ ...event, greeting: process.env.GREETING });',
    'template.yaml': templateOf({ hello: 'Handler: app.handler' }),
  });
  region = await openRegion({ templates: [workspace.path('template.yaml')] });
});

afterAll(async () => {
  await region?.[Symbol.asyncDispose]();
  await workspace?.[Symbol.asyncDispose]();
});

/** Runs the AWS CLI's `lambda` command against the region; answers what it printed, as JSON. */
async function aws(...args: string[]): Promise<unknown> {
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_DEFAULT_REGION: 'us-east-1', AWS_CONFIG_FILE: '/dev/null', AWS_PAGER: '' };
  const { stdout } = await run('aws', ['--endpoint-url', region.endpoint, '--output', 'json', 'lambda', ...args], { env });
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test('the AWS CLI lists, configures and invokes', async () => {
  expect(await aws('list-functions')).toMatchObject({ Functions: [{ FunctionName: 'hello', Runtime: 'nodejs24.x' }] });
  const output = workspace.path('out.json');
  const event = await workspace.write('event.json', '{"a":1}');
  expect(await aws('invoke', '--function-name', 'hello', '--payload', `fileb://${event}`, output)).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
  });
  expect(JSON.parse(await readFile(output, 'utf8'))).toEqual({ a: 1 });
  const updated = await aws('update-function-configuration', '--function-name', 'hello', '--timeout', '9', '--environment', 'Variables={GREETING=hi}');
  expect(updated).toMatchObject({ Timeout: 9, Environment: { Variables: { GREETING: 'hi' } } });
  await aws('invoke', '--function-name', 'hello', output);
  expect(JSON.parse(await readFile(output, 'utf8'))).toEqual({ greeting: 'hi' });
}, 60_000);

test('its errors are the service’s', async () => {
  await expect(aws('get-function', '--function-name', 'nobody')).rejects.toMatchObject({
    stderr: expect.stringContaining('An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found:'),
  });
  await expect(aws('list-durable-executions-by-function', '--function-name', 'hello')).rejects.toMatchObject({
    stderr: expect.stringContaining('ListDurableExecutionsByFunction'),
  });
}, 60_000);

test('a function’s whole life: code, versions, an alias, permissions, tags, limits, a layer, and its end', async () => {
  const named = ['--function-name', 'whole'];
  const role = 'arn:aws:iam::000000000000:role/any';
  const first = await workspace.write('first.zip', zipBytes([{ name: 'app.mjs', content: 'export const handler = async () => "first";' }]));
  const second = await workspace.write('second.zip', zipBytes([{ name: 'app.mjs', content: 'export const handler = async () => "second";' }]));
  const layer = await workspace.write('layer.zip', zipBytes([{ name: 'nodejs/node_modules/shared/index.js', content: 'exports.word = "shared";' }]));
  const settings = ['--runtime', 'nodejs24.x', '--handler', 'app.handler', '--role', role];

  expect(await aws('create-function', ...named, ...settings, '--zip-file', `fileb://${first}`)).toMatchObject({ State: 'Pending', Version: '$LATEST' });
  await aws('wait', 'function-active-v2', ...named);
  expect(await aws('publish-version', ...named, '--description', 'the first')).toMatchObject({ Version: '1', Description: 'the first' });
  expect(await aws('update-function-code', ...named, '--publish', '--zip-file', `fileb://${second}`)).toMatchObject({ Version: '2' });
  await aws('wait', 'function-updated-v2', ...named);
  await aws('wait', 'published-version-active', ...named, '--qualifier', '2');

  const weights = 'AdditionalVersionWeights={2=0.5}';
  expect(await aws('create-alias', ...named, '--name', 'live', '--function-version', '1', '--routing-config', weights)).toMatchObject({ FunctionVersion: '1' });
  await aws('update-alias', ...named, '--name', 'live', '--function-version', '1', '--routing-config', 'AdditionalVersionWeights={}');
  expect(await invoked('whole', 'live')).toEqual({ version: '1', answer: 'first' });
  expect(await invoked('whole')).toEqual({ version: '$LATEST', answer: 'second' });
  expect(await aws('list-versions-by-function', ...named)).toMatchObject({ Versions: [{ Version: '$LATEST' }, { Version: '1' }, { Version: '2' }] });

  const layered = await aws('publish-layer-version', '--layer-name', 'words', '--zip-file', `fileb://${layer}`, '--compatible-runtimes', 'nodejs24.x');
  const layerArn = 'arn:aws:lambda:us-east-1:000000000000:layer:words:1';
  expect(layered).toMatchObject({ LayerVersionArn: layerArn });
  expect(await aws('update-function-configuration', ...named, '--layers', layerArn)).toMatchObject({ Layers: [{ Arn: layerArn }] });
  await aws('add-permission', ...named, '--statement-id', 's3', '--action', 'lambda:InvokeFunction', '--principal', 's3.amazonaws.com');
  expect(await aws('get-policy', ...named)).toMatchObject({ Policy: expect.stringContaining('s3.amazonaws.com') });
  await aws('tag-resource', '--resource', 'arn:aws:lambda:us-east-1:000000000000:function:whole', '--tags', 'team=blue');
  expect(await aws('get-function', ...named)).toMatchObject({ Tags: { team: 'blue' }, Configuration: { State: 'Active' } });
  await aws('put-function-concurrency', ...named, '--reserved-concurrent-executions', '5');
  await aws('put-function-event-invoke-config', ...named, '--maximum-retry-attempts', '0');
  expect(await aws('create-function-url-config', ...named, '--auth-type', 'NONE')).toMatchObject({ FunctionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) });

  await aws('delete-alias', ...named, '--name', 'live');
  await aws('delete-function', ...named, '--qualifier', '1');
  expect(await aws('list-versions-by-function', ...named)).toMatchObject({ Versions: [{ Version: '$LATEST' }, { Version: '2' }] });
  await aws('delete-function', ...named);
  await expect(aws('get-function', ...named)).rejects.toMatchObject({ stderr: expect.stringContaining('ResourceNotFoundException') });
}, 180_000);

async function invoked(name: string, qualifier = '$LATEST'): Promise<{ version: unknown; answer: unknown }> {
  const output = workspace.path('out.json');
  const called = await aws('invoke', '--function-name', name, '--qualifier', qualifier, output);
  const version: unknown = typeof called === 'object' && called !== null && 'ExecutedVersion' in called ? called.ExecutedVersion : undefined;
  return { version, answer: JSON.parse(await readFile(output, 'utf8')) };
}
