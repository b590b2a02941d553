import { parseRuntime } from './runtimes.ts';

/** Where a runtime looks for a handler's code. */
export type HandlerFiles =
  /** Paths with slashes, in the function's folder and in each layer's: one has to be there. Those in node_modules may be folders. */
  | { readonly type: 'files'; readonly inCode: readonly string[]; readonly inLayers: readonly string[] }
  /** The handler names nothing that the runtime could load. */
  | { readonly type: 'malformed'; readonly reason: string }
  /** The runtime finds its handler in ways that cannot be told from names of files. */
  | { readonly type: 'untold' };

/** The files that a handler such as `src/orders.handler` names. */
export function handlerFiles(runtime: string, handler: string): HandlerFiles {
  const name = parseRuntime(runtime);
  switch (name?.family) {
    case 'nodejs':
      return nodeFiles(handler, name.version);
    case 'python':
      return pythonFiles(handler, name.version);
    case 'ruby':
      return rubyFiles(handler);
    case 'provided':
      return { type: 'files', inCode: ['bootstrap'], inLayers: ['bootstrap'] };
    case 'java':
    case 'dotnet':
    case undefined:
    default:
      return { type: 'untold' };
  }
}

/** In the order in which AWS's runtime client tries them; then TypeScript, which the Local region runs as it is. */
const nodeEndings = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'] as const;

/** `src/orders.handler`: module `src/orders`, and in it the export `handler`; the first dot of the last part divides them. */
function nodeFiles(handler: string, version: string): HandlerFiles {
  if (handler.includes('..')) return { type: 'malformed', reason: 'it may not contain ..' };
  const slash = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', slash);
  const module = handler.slice(0, dot);
  const divided = dot > slash && dot < handler.length - 1;
  if (!divided) return { type: 'malformed', reason: 'it needs a module and an export, such as index.handler' };
  const files = (path: string) => [...nodeEndings.map((ending) => `${path}${ending}`), path];
  const absolute = fromEnvironment(module, files);
  if (absolute !== undefined) return absolute;
  const path = module.replace(/^(\.?\/)+/, '');
  const packageName = path.slice(path.lastIndexOf('/') + 1);
  return {
    type: 'files',
    inCode: [...files(path), `node_modules/${packageName}`],
    inLayers: [`nodejs/node_modules/${packageName}`, `nodejs/node${version}/node_modules/${packageName}`],
  };
}

/** `pkg/app.handler` and `pkg.app.handler`: module `pkg.app`, and in it `handler`; the last dot divides them. */
function pythonFiles(handler: string, version: string): HandlerFiles {
  const dot = handler.lastIndexOf('.');
  if (dot <= 0 || dot === handler.length - 1) return { type: 'malformed', reason: 'it needs a module and a function, such as app.handler' };
  const parts = handler.slice(0, dot).replaceAll('/', '.').split('.');
  const files = (path: string) => [`${path}.py`, `${path}/__init__.py`];
  if (parts.includes('')) {
    return fromEnvironment(handler.slice(0, dot), files) ?? { type: 'malformed', reason: 'the names in it may not be empty' };
  }
  const path = parts.join('/');
  const inLayers = ['python', `python/lib/python${version}/site-packages`].flatMap((folder) => files(`${folder}/${path}`));
  return { type: 'files', inCode: files(path), inLayers };
}

/** `lib/app.handler` and `lib/app.Module::Class.handler`: the file `lib/app.rb`; the first dot ends it. */
function rubyFiles(handler: string): HandlerFiles {
  const parts = handler.split('.');
  const [file = ''] = parts;
  if (parts.includes('') || parts.length < 2 || parts.length > 3) {
    return { type: 'malformed', reason: 'it needs a file and a method, such as app.handler or app.Class.handler' };
  }
  const files = (path: string) => [`${path}.rb`];
  return fromEnvironment(file, files) ?? { type: 'files', inCode: files(file), inLayers: files(`ruby/lib/${file}`) };
}

/** A handler may name its file by where Lambda lays down code (`/var/task`) and layers (`/opt`). */
function fromEnvironment(path: string, files: (path: string) => readonly string[]): HandlerFiles | undefined {
  if (path.startsWith('/opt/')) return { type: 'files', inCode: [], inLayers: files(path.slice('/opt/'.length)) };
  if (path.startsWith('/var/task/')) return { type: 'files', inCode: files(path.slice('/var/task/'.length)), inLayers: [] };
  return undefined;
}
