/** Child processes: found, run, and ended with all of their own. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

const windows = process.platform === 'win32';

/** The file that a command name means on PATH, or undefined. */
export function which(command) {
  const endings = windows ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = path.join(folder, command + ending);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a command to its end; `{ code, output }`, the output of both streams in one. It never rejects for a command that fails:
 * one that cannot be started has the code 127.
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const output = [];
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? `signal ${signal}`, output: Buffer.concat(output).toString() }));
  });
}

/**
 * A command in a process group of its own with our output, ended with its whole group after `limit` milliseconds or when we are told to stop.
 * Resolves to `{ code, late }`; `code` is null where a signal ended it.
 */
export function runBounded(command, args, { limit, env, cwd }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'inherit', 'inherit'], detached: !windows, windowsHide: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endTree(child, 'SIGTERM');
      setTimeout(() => endTree(child, 'SIGKILL'), 10_000).unref();
    }, limit);
    const release = onStopSignals((signal) => endTree(child, signal));
    const finish = (code) => {
      clearTimeout(timer);
      release();
      // What it left behind in its group goes with it.
      endTree(child, 'SIGKILL');
      resolve({ code, late });
    };
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.on('exit', finish);
  });
}

/** Ends a process that leads its group, and the group. */
export function endTree(child, signal) {
  if (child.pid === undefined) return;
  if (windows) {
    if (child.exitCode === null) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Calls `stop` on Ctrl-C and its kin until released. */
export function onStopSignals(stop) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  return () => signals.forEach((signal) => process.off(signal, stop));
}
