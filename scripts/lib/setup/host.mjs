/**
 * Stage 3: a real VS Code that runs in a browser, for where there is no desktop one. npm's `code-server` holds VS Code's own server
 * and workbench; its native parts are compiled for this project's Node. It is built once a machine, aside, and moved into place whole.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MissingTool, progress, UserError } from '../log.mjs';
import { which } from '../processes.mjs';
import { inRoot, nodeVersion, ownCache, sharedCache } from '../project.mjs';
import { withLock } from './lock.mjs';
import { platformPackage } from './node.mjs';
import { npm } from './npm.mjs';

/** Raise it when the way of building below changes. */
const recipe = 1;

const nativeParts = [
  '@vscode/spdlog',
  'node-pty',
  '@vscode/native-watchdog',
  '@parcel/watcher',
  '@vscode/fs-copyfile',
  '@vscode/deviceid',
];

/** Commands that compiling needs, with the Debian package of each. */
const compilers = { 'g++': 'g++', make: 'make', python3: 'python3' };

const server = path.join('node_modules', 'code-server', 'lib', 'vscode');
const lockFile = inRoot('test', 'host', 'package-lock.json');

/** Makes sure that the host exists, and notes in this checkout where. */
export async function ensureHost() {
  const folder = hostFolder();
  if (!isBuilt(folder)) {
    await withLock(`${folder}.lock`, () => build(folder), () => progress('waiting for another run that builds the VS Code host'));
  }
  mkdirSync(ownCache(), { recursive: true });
  writeFileSync(ownCache('host.json'), JSON.stringify({ server: path.join(folder, server) }));
}

export function hostFolder() {
  const identity = [readFileSync(lockFile, 'utf8'), nodeVersion, process.platform, process.arch, recipe].join('\n');
  return path.join(sharedCache, `host-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`);
}

const isBuilt = (folder) => existsSync(path.join(folder, server, 'out', 'server-main.js'));

async function build(folder) {
  if (isBuilt(folder)) return;
  requireCompilers();
  const aside = `${folder}.${process.pid}.part`;
  removeParts(folder);
  mkdirSync(aside, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(inRoot('test', 'host', file), path.join(aside, file));

  progress(`building the VS Code host in ${folder} (about a minute, 600 MB, once)`);
  progress('  1/3 downloading VS Code');
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: aside, what: 'Downloading VS Code' });
  progress('  2/3 downloading its libraries');
  const cwd = path.join(aside, server);
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, what: "Downloading VS Code's libraries" });
  progress('  3/3 compiling its native parts');
  await npm(['rebuild', '--ignore-scripts=false', ...nativeParts], {
    cwd,
    settings: { nodedir: platformPackage() },
    what: "Compiling VS Code's native parts",
  });
  requireNativeParts(cwd);
  moveIntoPlace(aside, folder);
}

function requireCompilers() {
  const missing = Object.keys(compilers).filter((command) => which(command) === undefined);
  if (missing.length === 0) return;
  throw new MissingTool(
    `building the VS Code host needs ${missing.join(', ')}, not found on PATH. ` +
      `On Debian: apt-get install ${missing.map((command) => compilers[command]).join(' ')}`,
  );
}

/** npm calls a rebuild of nothing a success. */
function requireNativeParts(cwd) {
  const missing = nativeParts.filter((name) => !existsSync(path.join(cwd, 'node_modules', ...name.split('/'), 'package.json')));
  if (missing.length > 0) throw new UserError(`The VS Code host lacks ${missing.join(', ')} after its installation.`);
}

/** What killed runs have left: whoever holds the lock is the only one to build. */
function removeParts(folder) {
  const parent = path.dirname(folder);
  const parts = readdirSync(parent).filter((name) => name.startsWith(`${path.basename(folder)}.`) && name.endsWith('.part'));
  for (const name of parts) rmSync(path.join(parent, name), { recursive: true, force: true });
}

function moveIntoPlace(aside, folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Somebody else was faster: theirs is as good.
    if (!isBuilt(folder)) throw error;
  }
}
