import { type ChildProcess, spawn } from 'node:child_process';
import type { Disposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';

/** Tells the reaper which process trees live, so that none outlives a service that was killed. */
export interface Supervisor extends Disposable {
  /** A process tree began; disposing the answer says that it ended. */
  watch(pid: number): Disposable;
}

/** @param reaperFile the built entry of `reaper.ts`. */
export function startSupervisor(reaperFile: string, logger: Logger): Supervisor {
  const reaper = spawn(process.execPath, [reaperFile], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In its own group: what ends the service's group leaves it time to do its work.
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  reaper.on('error', (error) => logger.error(`The process that cleans up after a crash did not start: ${error.message}`));
  reaper.stdin?.on('error', () => {});
  reaper.unref();
  return {
    watch(pid) {
      tell(reaper, `+${pid}\n`);
      return { dispose: () => tell(reaper, `-${pid}\n`) };
    },
    dispose: () => void reaper.stdin?.end(),
  };
}

function tell(reaper: ChildProcess, line: string): void {
  if (reaper.stdin?.writable === true) reaper.stdin.write(line);
}
