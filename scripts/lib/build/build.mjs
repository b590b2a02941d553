/** Makes dist. Runs under the project's Node, after its dependencies are there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { progress, UserError } from '../log.mjs';
import { inRoot, root } from '../project.mjs';
import { copyAssets, makeExecutable } from './assets.mjs';
import { hostTestBundles, productBundles } from './bundles.mjs';
import { thirdPartyLicences } from './licences.mjs';
import { prune } from './prune.mjs';

export async function build() {
  const started = performance.now();
  const product = await Promise.all(productBundles().map(bundle));
  const tests = await Promise.all(hostTestBundles().map(bundle));
  // Only now that nothing can fail any more: dist is of one piece.
  const files = [...product, ...tests].flatMap(({ outputFiles }) => outputFiles);
  for (const file of files) write(file);
  prune(inRoot('dist'), [...files.map((file) => file.path), ...finish(product.map(({ metafile }) => metafile))]);
  progress(`built dist in ${Math.round(performance.now() - started)} ms`);
}

/** Builds again whenever a source changes, until `signal` is aborted. */
export async function watch(signal) {
  const contexts = await Promise.all(
    [...productBundles(), ...hostTestBundles()].map((options) => esbuild.context({ ...options, absWorkingDir: root, plugins: [reporter] })),
  );
  copyAssets();
  await Promise.all(contexts.map((context) => context.watch()));
  progress('watching; Ctrl-C ends it');
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await Promise.all(contexts.map((context) => context.dispose()));
}

const reporter = {
  name: 'reporter',
  setup({ initialOptions, onStart, onEnd }) {
    const folder = path.relative(root, initialOptions.outdir);
    onStart(() => progress(`building ${folder}`));
    onEnd(async ({ errors }) => {
      if (errors.length > 0) process.stderr.write(await formatted(errors));
      else copyAssets();
      progress(`${errors.length > 0 ? 'failed' : 'built'} ${folder}`);
    });
  },
};

async function bundle(options) {
  try {
    return await esbuild.build({ ...options, absWorkingDir: root, write: false });
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    throw new UserError(`the build failed:\n\n${await formatted(error.errors)}`);
  }
}

async function formatted(errors) {
  const texts = await esbuild.formatMessages(errors, { kind: 'error', color: process.stderr.hasColors?.() ?? false });
  return texts.join('');
}

function write({ path: file, contents }) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

/** What stands in dist beside the bundles; returns its files. */
function finish(metafiles) {
  const licences = inRoot('dist', 'THIRD-PARTY-LICENSES.txt');
  writeFileSync(licences, thirdPartyLicences(metafiles.flatMap(bundledInputs)));
  makeExecutable(inRoot('dist', 'runner.cjs'));
  return [...copyAssets(), licences];
}

/** Files of which something is left after tree shaking. */
const bundledInputs = ({ outputs: files }) =>
  Object.values(files).flatMap(({ inputs }) => Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0));
