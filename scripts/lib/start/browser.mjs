/** Serves a VS Code with the extension to a browser until Ctrl-C. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { linkExtension } from '../../../test/host/driver/installedExtension.ts';
import { startVsCodeServer } from '../../../test/host/driver/vscodeServer.ts';
import { workbenchUrl } from '../../../test/host/driver/workbenchUrl.ts';
import { progress, UserError } from '../log.mjs';
import { onStopSignals } from '../processes.mjs';
import { inRoot, ownCache, root } from '../project.mjs';

export async function serveBrowser(args) {
  const port = readPort(args);
  const stopped = new Promise((resolve) => onStopSignals(resolve));
  const server = await startVsCodeServer({ ...dataFolder(), dataFolderIsTemporary: false, port, trust: 'asked' });
  progress('serving VS Code with the extension and the sample workspace; open in a browser on this machine:');
  process.stdout.write(`\n  ${workbenchUrl(server.port, inRoot('test', 'workspace'))}\n\n`);
  progress('Ctrl-C stops it; after a change: npm run build, then "Developer: Reload Window"');
  const ended = await Promise.race([stopped.then(() => false), server.exited.then(() => true)]);
  if (ended) throw new UserError(`VS Code's server ended:\n${server.output()}`);
  progress('stopping');
  await server.dispose();
}

function readPort(args) {
  try {
    const { port } = parseArgs({ args, options: { port: { type: 'string', default: '0' } } }).values;
    if (/^\d{1,5}$/.test(port) && Number(port) < 65_536) return Number(port);
  } catch (error) {
    throw new UserError(error.message);
  }
  throw new UserError('--port takes a number below 65536');
}

/** Kept from one start to the next, but for the list of extensions, which VS Code makes of what it finds. */
function dataFolder() {
  const folder = ownCache('start');
  const installed = path.join(folder, 'extensions');
  mkdirSync(folder, { recursive: true });
  rmSync(path.join(folder, 'data', 'CachedProfilesData'), { recursive: true, force: true });
  linkExtension(root, installed);
  return { dataFolder: folder, extensions: { installed } };
}
