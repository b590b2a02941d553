import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** As Node tells them apart: by what only one of them has. */
const moduleSyntax = /^\s*(import\s*[\w{*'"]|export\b)/m;

/**
 * The load hook for a Node that does not strip types itself: TypeScript goes through esbuild (the absolute path of its main file), which
 * belongs to the workspace. `.cts` is CommonJS, `.mts` is not, `.ts` is what its syntax is.
 */
export function createLoad(esbuild) {
  const { transform } = createRequire(import.meta.url)(esbuild);
  return async (url, context, nextLoad) => {
    const [, kind] = /^file:[^?#]*\.([mc]?)ts$/.exec(url) ?? [];
    if (kind === undefined) return nextLoad(url, context);
    const source = await readFile(new URL(url), 'utf8');
    const module = kind === 'm' || (kind === '' && moduleSyntax.test(source));
    return { format: module ? 'module' : 'commonjs', source: await javascriptOf(source, url, module), shortCircuit: true };
  };

  async function javascriptOf(source, url, module) {
    try {
      const target = `node${process.versions.node}`;
      const options = { loader: 'ts', format: module ? 'esm' : 'cjs', target, sourcefile: fileURLToPath(url), sourcemap: 'inline' };
      return (await transform(source, options)).code;
    } catch (error) {
      throw new SyntaxError(error.message);
    }
  }
}
