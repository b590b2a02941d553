/**
 * Loads the handler named in the query for a runtime whose handlers may take a callback, and gives the client one that answers a promise.
 * Meaning of the callback, of `context.done`, `succeed` and `fail`, and of `callbackWaitsForEmptyEventLoop`: AWS Lambda Developer Guide,
 * "Define Lambda function handler in Node.js" (callback-based handlers).
 */
const module = await import(decodeURIComponent(new URL(import.meta.url).search.slice(1)));

/** The handler's name within its module, such as `handler` or `api.handler`. */
const handler = process.env._HANDLER;
const names = handler.slice(handler.lastIndexOf('/') + 1).split('.').slice(1);

function find(from) {
  return names.reduce((inner, name) => (inner !== null && typeof inner === 'object' ? inner[name] : undefined), from);
}

function withCallback(handler) {
  if (handler[Symbol.for('aws.lambda.runtime.handler.streaming')] !== undefined) return handler;
  return (event, context) => new Promise((resolve, reject) => call(handler, event, context, resolve, reject));
}

function call(handler, event, context, resolve, reject) {
  let waits = true;
  let ended = false;

  /** Only the first end of an invocation counts. */
  const endingWith = (succeed) => (error, result) => {
    if (ended) return;
    ended = true;
    process.off('beforeExit', giveUp);
    if (error === undefined || error === null) succeed(result);
    else reject(error);
  };
  // Node says `beforeExit` when nothing is left to wait for; the runtime's own connection does not count while a handler runs.
  const callback = endingWith((result) => (waits ? process.once('beforeExit', () => resolve(result)) : resolve(result)));
  const done = endingWith(resolve);
  const succeed = (result) => done(undefined, result);
  const fail = (error) => done(error ?? 'handled');
  /** A handler that is no promise and never calls back. */
  const giveUp = () => succeed(null);

  Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
    configurable: true,
    enumerable: true,
    get: () => waits,
    set(value) {
      waits = value;
    },
  });
  Object.assign(context, { done, succeed, fail });

  const result = handler(event, context, callback);
  if (typeof result?.then === 'function') result.then(succeed, fail);
  else if (!ended) process.once('beforeExit', giveUp);
}

const found = find(module) ?? find(module.default);
const given = typeof found === 'function' ? withCallback(found) : found;

/** The client looks for the name in the module and then in its default export. */
export default names.slice(names[0] === 'default' ? 1 : 0).reduceRight((inner, name) => ({ [name]: inner }), given);
