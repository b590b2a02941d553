import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { functionVersion, installedRuntimes, launch } from './launchedRuntime.ts';
import { startRuntimeApi } from './scriptedRuntimeApi.ts';

const runtime = `nodejs${process.versions.node.split('.')[0]}.x`;

/** As on a Node.js that does not strip types: this one, told not to. */
async function start(files: Readonly<Record<string, string>>) {
  const workspace = await temporaryWorkspace(files);
  const runtimes = await installedRuntimes(workspace.folder, { [runtime]: process.execPath });
  const version = functionVersion(runtime, 'src/orders.handler', workspace.path('code'));
  const plan = await runtimes.plan(version);
  const at = plan.args.indexOf('--import');
  const shim = new URL(plan.args[at + 1] ?? '');
  shim.searchParams.set('esbuild', createRequire(import.meta.url).resolve('esbuild'));
  const args = ['--no-experimental-strip-types', ...plan.args.slice(0, at + 1), shim.href, ...plan.args.slice(at + 2)];
  const api = await startRuntimeApi();
  const child = launch({ ...plan, args }, version, api.address);
  return {
    api,
    child,
    workspace,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      api.die();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

test('handlers and what they import go through esbuild, as modules and as CommonJS', async () => {
  await using running = await start({
    'code/src/orders.ts': `import { Word } from "./word"; import { second } from "../lib/second.cjs"; import { third } from "../lib/third.mjs";
      enum Kind { found = "f" }
      export const handler = async (event: unknown): Promise<string> => Kind.found + Word.text + second + third;`,
    'code/src/word.ts': 'export class Word { static text: string = "ou"; }',
    'code/lib/second.cts': 'const second: string = "n"; module.exports = { second };',
    'code/lib/third.mts': 'export const third = "d" satisfies string;',
  });
  expect((await running.api.invoke('1')).body).toBe('"found"');
  expect(running.child.output).toBe('');
});

test('a handler may be CommonJS', async () => {
  await using running = await start({
    'code/src/orders.ts': 'const word: string = "found"; module.exports.handler = async () => word;',
  });
  expect((await running.api.invoke('1')).body).toBe('"found"');
});

test('an error names the line that was written', async () => {
  await using running = await start({
    'code/src/orders.ts': 'interface A {\n  a: string;\n}\n\nexport const handler = async (): Promise<A> => {\n  throw new RangeError("no");\n};\n',
  });
  const { trace } = JSON.parse((await running.api.invoke('1')).body);
  expect(trace.join('\n')).toContain(`${running.workspace.path('code/src/orders.ts')}:6:`);
});

test('what is no TypeScript fails the init as a syntax error', async () => {
  await using running = await start({ 'code/src/orders.ts': 'export const handler: = 1;' });
  const posted = await running.api.posted();
  expect(JSON.parse(posted.body)).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringContaining('orders.ts') });
});
