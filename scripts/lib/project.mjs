/** Where things lie, and which versions this project asks for. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** An absolute path below the project's root. */
export const inRoot = (...parts) => path.join(root, ...parts);

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

export const manifest = readJson(inRoot('package.json'));

/** The exact Node version that every script of this project runs under, such as "24.21.0". */
export const nodeVersion = manifest.devDependencies.node;

export const binFolder = inRoot('node_modules', '.bin');

/** Node as the `node` package installs it. */
export const projectNode = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** What is costly to make and shared by every checkout: outside the tree, so that it is never packaged. */
export const sharedCache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'lambda-workbench');

/** What belongs to this checkout alone and may be lost with its node_modules. */
export const ownCache = (...parts) => inRoot('node_modules', '.cache', 'lambda-workbench', ...parts);

/** The JavaScript file behind a command of an installed package: run it with `process.execPath`, on every system alike. */
export function commandOf(packageName, command = packageName) {
  const folder = inRoot('node_modules', ...packageName.split('/'));
  const { bin } = readJson(path.join(folder, 'package.json'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}
