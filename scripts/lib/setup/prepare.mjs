/** Brings this checkout to where a script can work, and the script under the project's own Node. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { onStopSignals } from '../processes.mjs';
import { binFolder, nodeVersion, projectNode } from '../project.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureHost } from './host.mjs';
import { ensureNode } from './node.mjs';

/**
 * Sets up what is missing, then does `body` under the project's Node: here, or in a second process where this one is older.
 * @param host whether the browser-hosted VS Code is needed: true, or a function that tells once the project's Node runs.
 */
export async function prepared({ host = false }, body) {
  await ensureDependencies();
  await ensureNode();
  if (isOlder(process.versions.node, nodeVersion)) return againUnderProjectNode();
  process.env.PATH = [binFolder, ...pathWithout(binFolder)].join(path.delimiter);
  if (typeof host === 'function' ? await host() : host) await ensureHost();
  return body();
}

const pathWithout = (folder) => (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== folder);

export function isOlder(version, wanted) {
  const parts = (text) => text.split('.').map(Number);
  const [a, b] = [parts(version), parts(wanted)];
  const first = a.findIndex((part, at) => part !== b[at]);
  return first !== -1 && a[first] < b[first];
}

/** A terminal's Ctrl-C reaches the second process by itself: this one only waits for its end. */
async function againUnderProjectNode() {
  const child = spawn(projectNode, process.argv.slice(1), { stdio: 'inherit' });
  const release = onStopSignals((signal) => signal !== 'SIGINT' && child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  release();
  process.exitCode = code;
}
