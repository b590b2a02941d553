/**
 * Runs a command in a process group of its own and ends it, its group and its temporary folders when whoever started it says so by closing
 * our standard input, which even SIGKILL does. So nothing outlives a test run that is interrupted.
 *
 *     node guard.mjs [--remove FOLDER]… -- COMMAND ARGUMENT…
 */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const graceMs = 3_000;
const windows = process.platform === 'win32';

const separator = process.argv.indexOf('--');
const [command, ...args] = process.argv.slice(separator + 1);
const folders = process.argv.slice(2, separator).filter((argument) => argument !== '--remove');

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: !windows, windowsHide: true });
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  finish(127);
});
child.on('exit', (code) => finish(code ?? 1));

// A terminal's Ctrl-C reaches us too; the end comes by standard input alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.on('data', () => {}).on('error', () => {});
process.stdin.on('close', () => {
  endGroup('SIGTERM');
  setTimeout(() => endGroup('SIGKILL'), graceMs);
});

function endGroup(signal) {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function finish(code) {
  endGroup('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exit(code);
}
