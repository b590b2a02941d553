import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../shared/eventually.ts';
import { createCommand } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { rawRequest } from '../api/rawRequest.ts';

let region: RunningRegion;
let client: TestClient;
let workspace: TemporaryWorkspace;
let port: number;
let waiting: Promise<unknown>;

const code = `
  import { writeFileSync } from 'node:fs';
  export const handler = async (event) => {
    writeFileSync(event.file, process.env.AWS_LAMBDA_RUNTIME_API + '\\n');
    await new Promise((done) => setTimeout(done, 600_000));
  };
`;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  region = await openRegion();
  client = new TestClient(region.endpoint);
  await client.send(createCommand('f', zipBytes([{ name: 'index.mjs', content: code }]), { Timeout: 600 }));
  const file = workspace.path('address');
  waiting = client.call('f', { file }).catch(() => undefined);
  const address = await eventually(() => readFile(file, 'utf8').then((text) => (text.endsWith('\n') ? text : undefined)).catch(() => undefined));
  port = Number(address.split(':')[1]);
});

afterAll(async () => {
  await region?.[Symbol.asyncDispose]();
  await waiting;
  client?.destroy();
  await workspace?.[Symbol.asyncDispose]();
});

const requests: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/2020-01-01/extension/register'],
  ['GET', '/2020-01-01/extension/event/next'],
  ['POST', '/2020-01-01/extension/init/error'],
  ['PUT', '/2022-07-01/telemetry'],
  ['PUT', '/2020-08-15/logs'],
  ['GET', '/2018-06-01/runtime/restore/next'],
  ['GET', '/nowhere'],
];
const pages: readonly Record<string, string>[] = [
  { origin: 'null' },
  { origin: '' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-origin' },
  { host: 'evil.example' },
];

test.each(requests)('%s %s of an environment is not for pages', async (method, path) => {
  for (const headers of pages) {
    const { status, text } = await rawRequest(port, { method, path, headers: { 'lambda-extension-name': 'x', 'content-length': '0', ...headers } });
    expect([headers, status, JSON.parse(text)]).toMatchObject([headers, 403, { errorType: 'ForeignRequest' }]);
  }
});
