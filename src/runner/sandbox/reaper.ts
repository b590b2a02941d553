/**
 * Entry of a small process that outlives the service by a moment: when the service is gone (its end of our standard input
 * closes, as even SIGKILL makes it), what it had started is ended. It reads lines `+WHAT` and `-WHAT`, where WHAT is the pid of a process
 * tree, or a command as JSON: `[NUMBER, EXECUTABLE, ...ARGUMENTS]`.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { processTreeOf } from './processTree.ts';

const tree = processTreeOf(process.platform);
const living = new Set<string>();

const moves: Readonly<Record<string, (what: string) => void>> = {
  '+': (what) => living.add(what),
  '-': (what) => living.delete(what),
};

// A terminal's Ctrl-C reaches us too, but the service still needs us while it stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

createInterface({ input: process.stdin })
  .on('line', (line) => moves[line.charAt(0)]?.(line.slice(1)))
  .on('close', () => {
    for (const what of living) end(what);
  });

function end(what: string): void {
  if (what.startsWith('[')) return run(what);
  const pid = Number(what);
  if (Number.isSafeInteger(pid) && pid > 1) tree.kill(pid);
}

function run(json: string): void {
  const command = partsOf(json);
  if (!Array.isArray(command)) return;
  const [executable, ...args] = command.slice(1).filter((part) => typeof part === 'string');
  if (executable === undefined) return;
  spawn(executable, args, { stdio: 'ignore', detached: process.platform !== 'win32', windowsHide: true }).on('error', () => {});
}

/** A service that was killed may have written half a line. */
function partsOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
