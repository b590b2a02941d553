import { statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** In the order in which AWS's client looks for them. */
const javascript = ['', '.js', '.mjs', '.cjs'];
const typescript = ['.ts', '.mts', '.cts'];

/**
 * Where the module of a handler lies that AWS's client would not find by itself: written in TypeScript, or named by where Lambda lays down
 * code and layers. `path` is absolute and without extension; `roots`: `{ task, layers }`, all layers merged in one folder.
 */
export function handlerFile(path, roots) {
  const [, , root, inner] = /^([A-Za-z]:)?[\\/](var[\\/]task|opt)[\\/](.*)$/s.exec(path) ?? [];
  if (root === undefined) return fileOf(path, javascript) === undefined ? fileOf(path, typescript) : undefined;
  const places = (root === 'opt' ? roots.layers : [roots.task]).map((folder) => join(folder, inner));
  return places.map((place) => fileOf(place, [...javascript, ...typescript])).find((file) => file !== undefined);
}

/** The file that an import in TypeScript means, which may name it as once compiled (`./db.js`), or without extension (`./db`). */
function typescriptImport(path) {
  const extension = extname(path);
  const source = typescript[javascript.indexOf(extension) - 1];
  if (source !== undefined) return fileOf(path.slice(0, -extension.length), [source]);
  return fileOf(path, typescript) ?? fileOf(join(path, 'index'), typescript);
}

/**
 * The resolve hook. What `client` (a URL) imports is the handler, which it names by an absolute path: that is no URL on Windows, nor where
 * it holds a `#`. `adapter`: the URL of a module that loads the handler in its place, given in the query.
 */
export function createResolve({ client, adapter, roots }) {
  return (specifier, context, nextResolve) => {
    const { parentURL } = context;
    if (parentURL === client && isAbsolute(specifier)) {
      const { href } = pathToFileURL(handlerFile(specifier, roots) ?? specifier);
      return nextResolve(adapter === undefined ? href : `${adapter}?${encodeURIComponent(href)}`, context);
    }
    if (!/^\.\.?\//.test(specifier) || !/^file:.*\.[mc]?ts$/.test(parentURL ?? '')) return nextResolve(specifier, context);
    const path = resolvePath(dirname(fileURLToPath(parentURL)), specifier);
    const file = isFile(path) ? undefined : typescriptImport(path);
    return file === undefined ? nextResolve(specifier, context) : { url: pathToFileURL(file).href, shortCircuit: true };
  };
}

function fileOf(path, extensions) {
  return extensions.map((extension) => path + extension).find(isFile);
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
