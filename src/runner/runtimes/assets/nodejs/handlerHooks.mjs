/** The hooks for versions of Node that keep them in a thread of their own. */
import { createResolve } from './handlerFile.mjs';

let resolveHandler;
let loadTypescript;

export async function initialize(data) {
  resolveHandler = createResolve(data);
  if (data.esbuild !== undefined) loadTypescript = (await import('./transformTypes.mjs')).createLoad(data.esbuild);
}

export function resolve(specifier, context, nextResolve) {
  return resolveHandler(specifier, context, nextResolve);
}

export function load(url, context, nextLoad) {
  return loadTypescript === undefined ? nextLoad(url, context) : loadTypescript(url, context, nextLoad);
}
