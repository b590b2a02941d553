/** Stage 1: node_modules holds exactly what package-lock.json asks for. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { progress, UserError } from '../log.mjs';
import { inRoot, readJson, root } from '../project.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';

const marker = inRoot('node_modules', '.package-lock.json');

export async function ensureDependencies() {
  if (areCurrent()) return;
  await withLock(treeLock(), install, () => progress('waiting for another run that installs the dependencies'));
}

/** Held while node_modules changes, so it lies elsewhere. */
export function treeLock() {
  return path.join(tmpdir(), `lambda-workbench-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
}

async function install() {
  if (areCurrent()) return;
  progress('installing dependencies');
  // `npm ci` refuses a lock file that lacks optional packages of other systems. This keeps to the lock file as well: that is checked.
  await npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, what: 'Installing the dependencies' });
  if (!areCurrent()) throw new UserError('npm has installed something else than package-lock.json names: does it fit package.json?');
}

/** npm notes in node_modules what it has installed, so a developer's own `npm install` counts too. */
function areCurrent() {
  try {
    return describesSameTree(readJson(inRoot('package-lock.json')).packages, JSON.parse(readFileSync(marker, 'utf8')).packages);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Whether what is installed is what is wanted, but for optional packages, which differ from system to system. */
export function describesSameTree(wanted, installed) {
  const names = new Set([...Object.keys(wanted), ...Object.keys(installed)]);
  names.delete('');
  return [...names].every((name) => isSame(wanted[name], installed[name]));
}

function isSame(wanted, installed) {
  if (wanted === undefined || installed === undefined) return (wanted ?? installed).optional === true;
  return wanted.version === installed.version && wanted.integrity === installed.integrity;
}
