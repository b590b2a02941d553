/** What esbuild makes: one bundle a process and page, as data. */
import { existsSync, readdirSync } from 'node:fs';
import { inRoot } from '../project.mjs';

const shared = { bundle: true, minify: true, sourcemap: true, metafile: true, legalComments: 'none', logLevel: 'silent' };

/** The oldest Node that an editor or a user of the command line brings. */
const node = { ...shared, platform: 'node', target: 'node22' };

/** In a CommonJS file the module's own place is not in `import.meta`. */
const commonJs = {
  ...node,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  logOverride: { 'empty-import-meta': 'error' },
};

/** Libraries that the runner seldom needs: files of their own, as a CommonJS bundle has no chunks and is compiled as a whole. */
const lazyLibraries = ['client-eventbridge', 'client-lambda', 'client-s3', 'client-sns', 'client-sqs', 'credential-providers'];

const ownFiles = {
  name: 'files of their own',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\// }, ({ path, kind }) => {
      const name = path.slice('@aws-sdk/'.length);
      return kind === 'dynamic-import' && lazyLibraries.includes(name) ? { path: `./aws/${name}.cjs`, external: true } : undefined;
    });
  },
};

export function productBundles() {
  return [
    {
      ...node,
      entryPoints: { extension: inRoot('src/extension/main.ts') },
      outdir: inRoot('dist'),
      format: 'esm',
      // What is imported with import() becomes a chunk that is loaded on first use.
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      mainFields: ['module', 'main'],
      external: ['vscode'],
      // CommonJS libraries in an ES module still ask for Node's own modules with require().
      banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
    },
    {
      ...commonJs,
      entryPoints: { runner: inRoot('src/runner/main.ts'), reaper: inRoot('src/runner/sandbox/reaper.ts') },
      outdir: inRoot('dist'),
      mainFields: ['module', 'main'],
      banner: { js: '#!/usr/bin/env node' },
      plugins: [ownFiles],
    },
    {
      ...commonJs,
      entryPoints: Object.fromEntries(lazyLibraries.map((name) => [name, `@aws-sdk/${name}`])),
      outdir: inRoot('dist/aws'),
      mainFields: ['module', 'main'],
    },
    {
      ...shared,
      entryPoints: pages(),
      outdir: inRoot('dist/webviews'),
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  ];
}

/** The tests that run inside the extension host; VS Code loads index.cjs. */
export function hostTestBundles() {
  const folder = inRoot('test/host/suite');
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return [
    {
      ...commonJs,
      entryPoints: ['index.ts', ...tests].map((name) => `${folder}/${name}`),
      outdir: inRoot('dist/test/host'),
      minify: false,
      external: ['vscode', 'mocha'],
    },
    {
      ...commonJs,
      entryPoints: [inRoot('test/bench/host/activation.ts')],
      outdir: inRoot('dist/test/bench'),
      external: ['vscode'],
    },
  ];
}

/** A page is a folder of webviews/ with a main.tsx. */
function pages() {
  const names = readdirSync(inRoot('webviews')).filter((name) => existsSync(inRoot('webviews', name, 'main.tsx')));
  return Object.fromEntries(names.map((name) => [name, inRoot('webviews', name, 'main.tsx')]));
}
