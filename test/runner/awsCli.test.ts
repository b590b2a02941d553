import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { needs } from '../shared/toolchain.ts';

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
  await expect(aws('publish-version', '--function-name', 'hello')).rejects.toMatchObject({ stderr: expect.stringContaining('PublishVersion') });
}, 60_000);
