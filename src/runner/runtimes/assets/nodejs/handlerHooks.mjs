/** The resolve hook for versions of Node that keep hooks in a thread of their own. */
import { createResolve } from './handlerFile.mjs';

let resolveHandler;

export function initialize(data) {
  resolveHandler = createResolve(data);
}

export function resolve(specifier, context, nextResolve) {
  return resolveHandler(specifier, context, nextResolve);
}
