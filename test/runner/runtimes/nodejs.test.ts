import { chmod, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../src/common/codedError.ts';
import { eventually } from '../../shared/eventually.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { functionVersion, installedRuntimes, launch } from './launchedRuntime.ts';
import { functionArn, startRuntimeApi } from './scriptedRuntimeApi.ts';

const major = process.versions.node.split('.')[0];
const runtime = `nodejs${major}.x`;

interface Running {
  readonly handler: string;
  readonly files: Readonly<Record<string, string>>;
  readonly layer?: string;
  /** AWS_EXECUTION_ENV of another runtime than the one that is installed here. */
  readonly pretend?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Logs in frames. */
  readonly frames?: boolean;
}

/** A handler in a process of its own, over a scripted Runtime API. */
async function run({ handler, files, layer = 'opt', pretend, environment = {}, frames = false }: Running) {
  const workspace = await temporaryWorkspace();
  for (const [name, text] of Object.entries(files)) await workspace.write(name, text);
  const runtimes = await installedRuntimes(workspace.folder, { [runtime]: process.execPath });
  const version = functionVersion(runtime, handler, workspace.path('code'), environment);
  const plan = await runtimes.plan(version, workspace.path(layer));
  const variables = { ...plan.variables, ...(pretend !== undefined && { AWS_EXECUTION_ENV: `AWS_Lambda_${pretend}` }) };
  const api = await startRuntimeApi();
  const child = launch({ ...plan, variables }, version, api.address, frames);
  return {
    api, child, plan, version, workspace,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      api.die();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

const code = (text: string) => ({ 'code/index.js': text });

describe('a JavaScript handler', () => {
  test('is initialised once and answers one invocation after the other over one connection', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code(`let count = 0;
        exports.handler = async (event, { awsRequestId: id, invokedFunctionArn: arn }) => ({ event, count: ++count, id, arn });`),
    });
    const first = await running.api.invoke('{"a":1}');
    const second = await running.api.invoke('"two"');
    expect(JSON.parse(first.body)).toEqual({ event: { a: 1 }, count: 1, id: '1', arn: functionArn });
    expect(JSON.parse(second.body)).toEqual({ event: 'two', count: 2, id: '2', arn: functionArn });
    expect([first.path, second.path]).toEqual(['invocation/1/response', 'invocation/2/response']);
    expect(running.api.connections).toBe(1);
  });

  test('fails with its own error, and goes on', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code('exports.handler = async (event) => { if (event === 1) throw new TypeError("no"); return "yes"; };'),
    });
    const failed = await running.api.invoke('1');
    expect(failed.path).toBe('invocation/1/error');
    expect(JSON.parse(failed.body)).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
    expect((await running.api.invoke('2')).body).toBe('"yes"');
    await eventually(() => running.child.output.includes('ERROR\tInvoke Error'));
  });

  test.each([
    ['with its length', undefined],
    ['in chunks', 70_001],
    ['in many small chunks', 911],
  ])('takes and gives 6 MB, sent %s', async (_title, chunkBytes) => {
    await using running = await run({ handler: 'index.handler', files: code('exports.handler = async (event) => event;') });
    const event = JSON.stringify(`é${'x'.repeat(6_000_000)}€`);
    const answer = await running.api.invoke(event, chunkBytes === undefined ? {} : { chunkBytes });
    expect(answer.body === event).toBe(true);
  });

  test('reads the headers of its invocation as UTF-8', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code('exports.handler = async (_, context) => [context.clientContext, process.env._X_AMZN_TRACE_ID];'),
    });
    const clientContext = Buffer.from('{"custom":{"name":"Zoë"}}').toString('latin1');
    const headers = { 'Lambda-Runtime-Client-Context': clientContext, 'Lambda-Runtime-Trace-Id': 'Root=1' };
    const answer = await running.api.invoke('1', { headers });
    expect(JSON.parse(answer.body)).toEqual([{ custom: { name: 'Zoë' } }, 'Root=1']);
  });

  test('sees who called, and for which tenant', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code('exports.handler = async (_, context) => [context.identity, context.tenantId];'),
    });
    const headers = { 'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i"}', 'Lambda-Runtime-Aws-Tenant-Id': 'blue' };
    expect(JSON.parse((await running.api.invoke('1', { headers })).body)).toEqual([{ cognitoIdentityId: 'i' }, 'blue']);
  });

  test.each([
    ['text', {}, ['a55a000f', 'a55a0017']],
    ['JSON', { AWS_LAMBDA_LOG_FORMAT: 'JSON' }, ['a55a000e', 'a55a0016']],
  ])('logs in frames where the service reads those, as %s', async (_title, environment, types) => {
    await using running = await run({
      handler: 'index.handler',
      environment,
      frames: true,
      files: code(`exports.handler = async () => {
        console.info('one\\nmessage');
        console.error('wrong');
        process.stdout.write('written');
        return '_LAMBDA_TELEMETRY_LOG_FD' in process.env;
      };`),
    });
    expect((await running.api.invoke('1')).body).toBe('false');
    await eventually(() => (running.child.frames.length === 2 && running.child.output === 'written') || undefined);
    expect(running.child.frames.map(({ type }) => type)).toEqual(types);
    expect(running.child.frames[0]?.text).toMatch(types[0] === 'a55a000e' ? /"message":"one\\nmessage"/ : /\tINFO\tone\nmessage\n$/);
  });

  test('goes on when a response is refused', async () => {
    await using running = await run({ handler: 'index.handler', files: code('exports.handler = async (event) => event;') });
    running.api.answerPosts({ status: 413, headers: { Connection: 'close' } });
    await running.api.invoke('1');
    running.api.answerPosts({});
    expect((await running.api.invoke('2')).body).toBe('2');
    expect(running.api.connections).toBe(2);
  });

  test('opens its connection again where the service closed it while the handler ran', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code(`exports.handler = async () => {
        console.log('waiting');
        while (!require('node:fs').existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
        return 'done';
      };`),
    });
    const answer = running.api.invoke('1');
    await eventually(() => running.child.output.includes('waiting'));
    running.api.closeIdle();
    await eventually(() => running.api.connections === 2);
    await running.workspace.write('code/go', '');
    expect((await answer).body).toBe('"done"');
  });

  test('streams, and tells an error midway in trailers before it asks for more', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: code(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        stream.write('x'.repeat(300_000));
        if (event === 1) throw new RangeError('midway');
        stream.end('end');
      });`),
    });
    // The client itself would not wait for the answer.
    running.api.answerPosts({ afterMs: 100 });
    const failed = await running.api.invoke('1');
    expect(failed.trailers['lambda-runtime-function-error-type']).toBe('RangeError');
    const streamed = await running.api.invoke('2');
    expect(streamed.headers['lambda-runtime-function-response-mode']).toBe('streaming');
    expect(streamed.body.endsWith('xend')).toBe(true);
    expect(running.api.steps).toEqual(['next', 'post', 'answered', 'next', 'post']);
  });

  test('leaves no trace of the shim in what it can see, nor in what it starts', async () => {
    await using running = await run({
      handler: 'index.handler',
      files: {
        ...code(`const { fork } = require('node:child_process');
        const { Worker } = require('node:worker_threads');
        exports.handler = async () => {
          const forked = await new Promise((resolve) => fork(__dirname + '/child.js').on('message', resolve));
          const worker = await new Promise(
            (resolve, reject) => new Worker(__dirname + '/worker.js').on('message', resolve).on('error', reject),
          );
          return {
            imports: process.execArgv.filter((arg) => arg.includes('shim')),
            forked,
            worker,
            cache: process.env.NODE_COMPILE_CACHE ?? null,
          };
        };`),
        'code/child.js': 'process.send(process.execArgv.filter((arg) => arg.includes("shim")).length); process.disconnect();',
        'code/worker.js': 'require("node:worker_threads").parentPort.postMessage("worked");',
      },
    });
    expect(JSON.parse((await running.api.invoke('1')).body)).toEqual({ imports: [], forked: 0, worker: 'worked', cache: null });
    expect(running.api.connections).toBe(1);
  });
});

describe('the files of a handler', () => {
  const handlers: Readonly<Record<string, Running>> = {
    'CommonJS in a folder': {
      handler: 'src/api/orders.handler',
      files: { 'code/src/api/orders.js': 'exports.handler = async () => "found";' },
    },
    'an ES module': { handler: 'index.handler', files: { 'code/index.mjs': 'export const handler = async () => "found";' } },
    'nested exports': { handler: 'index.api.get', files: code('exports.api = { get: async () => "found" };') },
    TypeScript: {
      handler: 'src/orders.handler',
      files: {
        'code/src/orders.ts': 'import type { X } from "./nowhere"; export const handler = async (event: X): Promise<string> => "found";',
      },
    },
    'TypeScript, as an ES module and as CommonJS': {
      handler: 'orders.handler',
      files: {
        'code/orders.mts': 'import { word } from "./word.cjs"; export const handler = async () => word;',
        'code/word.cts': 'const word: string = "found"; module.exports = { word };',
      },
    },
    'TypeScript that imports as it will be once compiled, or as bundlers resolve it': {
      handler: 'src/orders.handler',
      files: {
        'code/src/orders.ts': `import { f } from "./a"; import { ound } from "../lib/b.js"; import { none } from "./folder";
          export const handler = async () => f + ound + none;`,
        'code/src/a.ts': 'export const f: string = "f";',
        'code/lib/b.ts': 'export const ound: string = "ound";',
        'code/src/folder/index.ts': 'export const none: string = "";',
      },
    },
    'TypeScript beside a folder of its name': {
      handler: 'orders.handler',
      files: { 'code/orders.ts': 'export const handler = async (): Promise<string> => "found";', 'code/orders/index.js': '' },
    },
    'JavaScript rather than its source': {
      handler: 'orders.handler',
      files: {
        'code/orders.ts': 'export const handler = async (): Promise<string> => "source";',
        'code/orders.js': 'exports.handler = async () => "found";',
      },
    },
    'a path with characters that mean something in a URL': {
      handler: 'a#b%20c/index.handler',
      files: { 'code/a#b%20c/index.mjs': 'export const handler = async () => "found";' },
    },
    'a layer, where it has one for this version before one for all': {
      handler: 'index.handler',
      layer: 'layer',
      files: {
        ...code('exports.handler = async () => require("word") + require("second");'),
        'layer/nodejs/node_modules/word/index.js': 'module.exports = "from the layer for all";',
        'layer/nodejs/node_modules/second/index.js': 'module.exports = "nd";',
        [`layer/nodejs/node${major}/node_modules/word/index.js`]: 'module.exports = "fou";',
      },
    },
    'a wrapper in a layer, named by /opt': {
      handler: '/opt/nodejs/node_modules/wrapper/entry.handler',
      layer: 'layer',
      files: { ...code(''), 'layer/nodejs/node_modules/wrapper/entry.mjs': 'export const handler = async () => "found";' },
    },
  };

  test.each(Object.entries(handlers))('%s', async (_title, running) => {
    await using started = await run(running);
    expect((await started.api.invoke('{}')).body).toBe('"found"');
    expect(started.child.output).toBe('');
  });

  test('what was saved twice within a second is never the older one', async () => {
    await using running = await run({ handler: 'orders.handler', files: { 'code/orders.ts': 'export const handler = async () => 1;' } });
    const moment = new Date();
    const save = async (result: number): Promise<string> => {
      await running.workspace.write('code/orders.ts', `export const handler = async (): Promise<number> => ${result};`);
      await utimes(running.workspace.path('code/orders.ts'), moment, moment);
      await using api = await startRuntimeApi();
      await using _child = launch(running.plan, running.version, api.address);
      return (await api.invoke('{}')).body;
    };
    expect([await save(2), await save(3)]).toEqual(['2', '3']);
  });

  test('a second start of TypeScript takes what the first one compiled', async () => {
    const source = 'export const handler = async (): Promise<boolean> => process.moduleLoadList.some((name) => name.includes("amaro"));';
    await using first = await run({ handler: 'orders.handler', files: { 'code/orders.ts': source } });
    expect((await first.api.invoke('1')).body).toBe('true');
    // Its answer came after the first wait, in which what was compiled is kept.
    await using api = await startRuntimeApi();
    await using _second = launch(first.plan, first.version, api.address);
    expect((await api.invoke('1')).body).toBe('false');
  });
});

describe('init that fails', () => {
  const failures: Readonly<Record<string, [Running, { readonly errorType: string; readonly errorMessage: unknown }]>> = {
    'no such file': [
      { handler: 'nothing.handler', files: code('') },
      { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining("Cannot find module 'nothing'") },
    ],
    'no such export': [
      { handler: 'index.missing', files: code('exports.handler = 1;') },
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.missing is undefined or not exported' },
    ],
    'a handler name without export': [
      { handler: 'index', files: code('') },
      { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
    ],
    'a syntax error': [
      { handler: 'index.handler', files: code('exports.handler = (') },
      { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringContaining('SyntaxError') },
    ],
    'what the module throws': [
      { handler: 'index.handler', files: code('throw new RangeError("at init");') },
      { errorType: 'RangeError', errorMessage: 'at init' },
    ],
    'a callback, which this runtime does not take': [
      {
        handler: 'index.handler',
        pretend: 'nodejs24.x',
        files: code('exports.handler = (event, context, callback) => callback(null, 1);'),
      },
      { errorType: 'Runtime.CallbackHandlerDeprecated', errorMessage: expect.stringContaining('callback') },
    ],
  };

  test.each(Object.entries(failures))('%s', async (_title, [running, expected]) => {
    await using started = await run(running);
    const posted = await started.api.posted();
    expect(posted.path).toBe('init/error');
    expect(posted.headers['lambda-runtime-function-error-type']).toBe(expected.errorType);
    expect(JSON.parse(posted.body)).toMatchObject(expected);
    expect(await started.child.exited).toEqual({ code: 1, signal: null });
  });
});

describe('a handler with a callback, where the runtime takes one', () => {
  const handlers: Readonly<Record<string, [body: string, path: string, answer: unknown]>> = {
    'called back': ['(event, context, callback) => setTimeout(() => callback(null, event), 1)', 'response', 1],
    'called back with an error': [
      '(event, context, callback) => callback(new RangeError("no"))',
      'error',
      { errorType: 'RangeError', errorMessage: 'no' },
    ],
    'async, and called back by nobody': ['async (event, context, callback) => event', 'response', 1],
    'never called back': ['(event, context, callback) => {}', 'response', null],
    'called back twice': ['(event, context, callback) => { callback(null, 1); callback(null, 2); }', 'response', 1],
    'context.succeed': ['(event, context) => { setTimeout(() => context.succeed(event), 1); }', 'response', 1],
    'context.fail': ['(event, context) => { context.fail(new Error("failed")); }', 'error', { errorType: 'Error', errorMessage: 'failed' }],
    'thrown at once': [
      '(event, context, callback) => { throw new TypeError("thrown"); }',
      'error',
      { errorType: 'TypeError', errorMessage: 'thrown' },
    ],
    'waits for the event loop to be empty': [
      '(event, context, callback) => { const answer = [1]; setTimeout(() => answer.push(2), 20); callback(null, answer); }',
      'response',
      [1, 2],
    ],
    'does not wait when told so': [
      `(event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = false;
        const answer = [1];
        setTimeout(() => answer.push(2), 20);
        callback(null, answer);
      }`,
      'response',
      [1],
    ],
  };

  test.each(Object.entries(handlers))('%s', async (_title, [body, path, answer]) => {
    await using running = await run({
      handler: 'src/index.api.handler',
      pretend: 'nodejs22.x',
      files: { 'code/src/index.js': `exports.api = { handler: ${body} };` },
    });
    for (const id of [1, 2]) {
      const posted = await running.api.invoke('1');
      expect(posted.path).toBe(`invocation/${id}/${path}`);
      const body: unknown = JSON.parse(posted.body);
      expect(body).toEqual(path === 'error' ? expect.objectContaining(answer) : answer);
    }
  });
});

describe('when the service dies, the process ends at once and says nothing', () => {
  const dying = async (handler: string, invoked: boolean): Promise<void> => {
    await using running = await run({ handler: 'index.handler', files: { 'code/index.mjs': handler } });
    if (invoked) running.api.invoke('1').catch(() => {});
    if (handler.includes('waiting')) await eventually(() => running.child.output.includes('waiting'));
    else await running.api.ready();
    const died = Date.now();
    running.api.die();
    await running.child.exited;
    expect(Date.now() - died).toBeLessThan(2000);
    expect(running.child.output.replace(/.*waiting\n/, '')).toBe('');
  };

  test('while the environment idles', () => dying('export const handler = async () => 1;', false));

  test('while a handler waits', () =>
    dying('export const handler = () => new Promise((resolve) => { console.log("waiting"); setTimeout(resolve, 60_000); });', true));

  test('while it initialises', () =>
    dying('export const handler = 1; console.log("waiting"); await new Promise((resolve) => setTimeout(resolve, 60_000));', false));
});

test('an executable that is not one is refused before anything starts', async () => {
  await using workspace = await temporaryWorkspace({ 'code/index.js': '' });
  const file = await workspace.write('node', 'no program');
  await chmod(file, 0o644);
  const runtimes = await installedRuntimes(workspace.folder, { [runtime]: file });
  const plan = runtimes.plan(functionVersion(runtime, 'index.handler', workspace.path('code')));
  const name = join(workspace.folder, 'node');
  await expect(plan).rejects.toThrow(
    `The setting lambdaWorkbench.runtimes names ${name} for ${runtime}, where there is no executable file.`,
  );
  expect(codeOf(await plan.catch((error: unknown) => error))).toBe('RUNTIME_NOT_FOUND');
});
