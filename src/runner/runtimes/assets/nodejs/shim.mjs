/**
 * Preloaded (`node --import URL index.mjs`) before AWS's own runtime client, which then runs unmodified:
 * its native part is answered by JavaScript, and handlers may be TypeScript.
 *
 * Query of the URL: `cache`, a folder for compiled modules (none: they are not kept); `layers`, the folder of all layers, merged;
 * `esbuild`, its main file, where Node does not strip types itself.
 */
import { subscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { createResolve, handlerFile } from './handlerFile.mjs';

/** Runtimes whose handlers may take a callback; from nodejs24.x on the client refuses those, as AWS does. */
const withCallbacks = new Set(['AWS_Lambda_nodejs20.x', 'AWS_Lambda_nodejs22.x']);

const query = new URL(import.meta.url).searchParams;
const cache = query.get('cache');

function install() {
  if (cache !== null) Module.enableCompileCache?.(cache);
  const data = {
    client: pathToFileURL(fs.realpathSync(process.argv[1])).href,
    adapter: withCallbacks.has(process.env.AWS_EXECUTION_ENV) ? new URL('./callbackHandler.mjs', import.meta.url).href : undefined,
    esbuild: query.get('esbuild') ?? undefined,
    roots: { task: process.env.LAMBDA_TASK_ROOT, layers: query.getAll('layers') },
  };
  // So that stack traces name the lines of what was written.
  if (data.esbuild !== undefined) process.setSourceMapsEnabled(true);
  if (Module.registerHooks !== undefined && data.esbuild === undefined) Module.registerHooks({ resolve: createResolve(data) });
  // Before Node 22.15, and for esbuild, which answers later, hooks run in a thread of their own.
  else Module.register('./handlerHooks.mjs', import.meta.url, { data });

  // The client takes this function as it starts and asks it for the handler's module, first without extension.
  const { existsSync } = fs;
  fs.existsSync = (path) => handlerFile(path, data.roots) !== undefined || existsSync(path);

  // Asked for once, before the handler loads: nothing of this is left for the handler to meet.
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (request !== './rapid-client.node') return load.call(this, request, ...rest);
    Module._load = load;
    fs.existsSync = existsSync;
    return createApi();
  };
}

function createApi() {
  const { RuntimeApi } = createRequire(import.meta.url)('./runtimeApi.cjs');
  const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
  const api = new RuntimeApi(host, Number(port), process.exit.bind(process));
  if (cache !== null) keepCompiledModules(api);
  // The client streams responses on a connection of its own, and does not wait for one that failed midway.
  subscribe('http.client.request.start', ({ request }) => {
    if (request.path.startsWith('/2018-06-01/runtime/invocation/')) api.holdNext(request);
  });
  return api;
}

/** Node would write them when the process exits, but environments end by a signal: written once, while the first invocation is awaited. */
function keepCompiledModules(api) {
  const { next } = api;
  api.next = () => {
    delete api.next;
    setImmediate(() => Module.flushCompileCache?.());
    return next.call(api);
  };
}

if (isMainThread) {
  // What the handler forks is no runtime.
  const at = process.execArgv.indexOf(import.meta.url);
  if (at > 0) process.execArgv.splice(at - 1, 2);
  install();
}
