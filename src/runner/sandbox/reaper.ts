/**
 * Entry of a small process that outlives the service by a moment: when the service is gone (its end of our standard input
 * closes, as even SIGKILL makes it), the process trees it had started are ended. It reads lines `+PID` and `-PID`.
 */
import { createInterface } from 'node:readline';
import { processTreeOf } from './processTree.ts';

const tree = processTreeOf(process.platform);
const running = new Set<number>();

const moves: Readonly<Record<string, (pid: number) => void>> = {
  '+': (pid) => running.add(pid),
  '-': (pid) => running.delete(pid),
};

// A terminal's Ctrl-C reaches us too, but the service still needs us while it stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1));
    if (Number.isSafeInteger(pid) && pid > 1) moves[line.charAt(0)]?.(pid);
  })
  .on('close', () => {
    for (const pid of running) tree.kill(pid);
  });
