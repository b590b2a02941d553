import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { WorkspaceFunction } from '../../../../src/runner/workspace/workspaceFunction.ts';
import { needs } from '../../../shared/toolchain.ts';
import { workspaceFunctions } from './support.ts';
import { foldersOf } from '../../../shared/folderLayers.ts';

vi.setConfig({ testTimeout: 30_000 });

const sample = fileURLToPath(new URL('../../../workspace', import.meta.url));
const run = promisify(execFile);

const savedEvent = (functionName: string, name: string) => readFile(join(sample, 'events', functionName, `${name}.json`), 'utf8');

async function served() {
  return workspaceFunctions({ platform: process.platform }).sync({ templates: [join(sample, 'template.yaml')] });
}

async function functionOf(name: string): Promise<WorkspaceFunction> {
  const found = (await served()).functions.find(({ settings }) => settings.FunctionName === name);
  if (found === undefined) throw new Error(`The sample has no ${name}.`);
  return found;
}

/** What a function in Node.js answers to an event, or what it throws; its layers are on NODE_PATH as in Lambda. */
async function answerOfNode(name: string, file: string, event: string): Promise<unknown> {
  const { settings, codeFolder, layers } = await functionOf(name);
  const script = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(codeFolder, file)).href)});
    console.log = () => {};
    const context = { awsRequestId: '01234567-89ab-4cde-8f01-23456789abcd', getRemainingTimeInMillis: () => 1000 };
    const answer = await handler(${event}, context).catch(({ name, message }) => ({ name, message }));
    process.stdout.write(JSON.stringify(answer));`;
  const nodePath = foldersOf(layers).map((layer) => join(layer, 'nodejs/node_modules')).join(delimiter);
  const env = { ...settings.Environment, PATH: process.env['PATH'], NODE_PATH: nodePath };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  return JSON.parse(stdout);
}

test('all functions can be served, with nothing to complain about', async () => {
  const { functions, problems } = await served();
  expect(problems).toEqual([]);
  expect(functions.map(({ settings, reservedConcurrency }) => [settings.FunctionName, settings.Runtime, reservedConcurrency])).toEqual([
    ['OrdersFunction', 'nodejs24.x', undefined],
    ['PricesFunction', 'nodejs24.x', undefined],
    ['WorkerFunction', 'python3.11', undefined],
    ['InvoiceFunction', 'provided.al2023', undefined],
    ['ReportFunction', 'nodejs24.x', 2],
  ]);
});

test('saved events are JSON, in a folder for each function', async () => {
  const { functions } = await served();
  const names = await readdir(join(sample, 'events'));
  expect(names.sort()).toEqual(functions.map(({ settings }) => settings.FunctionName).sort());
  for (const name of names) {
    for (const file of await readdir(join(sample, 'events', name))) {
      expect(JSON.parse(await savedEvent(name, file.replace(/\.json$/, '')))).toBeTypeOf('object');
    }
  }
});

test('OrdersFunction accepts an order, and says what is wrong with another', async () => {
  expect(await answerOfNode('OrdersFunction', 'src/orders.ts', await savedEvent('OrdersFunction', 'create'))).toMatchObject({
    id: 'order-01234567',
    status: 'accepted',
    items: 6,
    stage: 'dev',
  });
  expect(await answerOfNode('OrdersFunction', 'src/orders.ts', await savedEvent('OrdersFunction', 'invalid'))).toEqual({
    name: 'InvalidOrderError',
    message: 'Line 1 (TEA-GREEN) needs a whole quantity of 1 or more, not 0.',
  });
});

test('PricesFunction prices by its rules, with the package of the layer', async () => {
  expect(await answerOfNode('PricesFunction', 'prices.js', await savedEvent('PricesFunction', 'volume-discount'))).toEqual({
    lines: [
      { sku: 'TEA-BLACK', discount: '10 %', price: '132.75 EUR' },
      { sku: 'POT-SMALL', discount: '0 %', price: '24.50 EUR' },
    ],
    goods: '157.25 EUR',
    shipping: '0.00 EUR',
    tax: '29.88 EUR',
    total: '187.13 EUR',
  });
  expect(await answerOfNode('PricesFunction', 'prices.js', await savedEvent('PricesFunction', 'small-parcel'))).toMatchObject({
    shipping: '4.90 EUR',
    total: '14.16 EUR',
  });
});

test('ReportFunction takes as long as the event says', async () => {
  expect(await answerOfNode('ReportFunction', 'report.js', '{ "ms": 1 }')).toMatchObject({ ready: true, ms: 1 });
  expect(await answerOfNode('ReportFunction', 'report.js', '{ "ms": "soon" }')).toMatchObject({ name: 'TypeError' });
});

describe('in Python', () => {
  needs('python3');

  test('WorkerFunction reports the messages that failed', async () => {
    const { codeFolder, settings } = await functionOf('WorkerFunction');
    const script = `import contextlib, io, json, sys, worker
with contextlib.redirect_stdout(io.StringIO()):
    answer = worker.handler(json.loads(sys.argv[1]), None)
print(json.dumps(answer))`;
    const event = await savedEvent('WorkerFunction', 'one-fails');
    // -B: the sample's folder stays as it is.
    const env = { ...process.env, ...settings.Environment };
    const { stdout } = await run('python3', ['-B', '-c', script, event], { cwd: codeFolder, env });
    expect(JSON.parse(stdout)).toEqual({ batchItemFailures: [{ itemIdentifier: '22222222-2222-4222-8222-222222222222' }] });
  });

  test('InvoiceFunction speaks the Runtime API', async () => {
    const { codeFolder } = await functionOf('InvoiceFunction');
    const events = [await savedEvent('InvoiceFunction', 'two-lines'), '{}'];
    const answers = await answersOfRuntime('python3', [join(codeFolder, 'bootstrap')], events);
    expect(answers[0]?.path).toBe('/2018-06-01/runtime/invocation/1/response');
    expect(JSON.parse(answers[0]?.body ?? '')).toEqual({ invoice: expect.stringMatching(/^Invoice 2026-0042\n[^]*Total +49\.40$/) });
    expect(answers[1]?.path).toBe('/2018-06-01/runtime/invocation/2/error');
    expect(JSON.parse(answers[1]?.body ?? '')).toMatchObject({ errorType: 'KeyError' });
  });
});

interface Answer {
  readonly path: string;
  readonly body: string;
}

/** Gives a runtime these events, one after the other, and gathers what it posts. */
async function answersOfRuntime(command: string, args: readonly string[], events: readonly string[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let given = 0;
  const done = Promise.withResolvers<void>();
  const take = async (request: IncomingMessage) => {
    answers.push({ path: request.url ?? '', body: await text(request) });
    if (answers.length === events.length) done.resolve();
  };
  const server = createServer((request, response) => {
    if (request.method === 'POST') void take(request).then(() => response.writeHead(202).end());
    // After the last event it waits, as in Lambda.
    else if (given < events.length) response.setHeader('Lambda-Runtime-Aws-Request-Id', String(given + 1)).end(events[given++]);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = { PATH: process.env['PATH'], AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` };
  const child = spawn(command, args, { env, stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error('The runtime exited.')));
  await Promise.race([done.promise, exited]);
  return answers;
}
