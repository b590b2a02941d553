import { type ChildProcess, spawn } from 'node:child_process';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';

/** Tells the reaper which process trees live, so that none outlives a service that was killed. */
export interface Supervisor extends Disposable {
  /** A process tree began; disposing the answer says that it ended. */
  watch(pid: number): Disposable;
}

/** A reaper that ends this often does not work here. */
const mostStarts = 5;

/** @param reaperFile the built entry of `reaper.ts`. */
export function startSupervisor(reaperFile: string, logger: Logger): Supervisor {
  return new ReaperSupervisor(reaperFile, logger);
}

/** Keeps a reaper up: one that was ended is started again, and told who lives. */
class ReaperSupervisor implements Supervisor {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #living = new Set<number>();
  #reaper: ChildProcess;
  #starts = 0;
  #disposed = false;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
    this.#reaper = this.#start();
  }

  watch(pid: number): Disposable {
    this.#living.add(pid);
    this.#tell(`+${pid}\n`);
    return toDisposable(() => {
      this.#living.delete(pid);
      this.#tell(`-${pid}\n`);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#reaper.stdin?.end();
  }

  #start(): ChildProcess {
    this.#starts += 1;
    const reaper = spawn(process.execPath, [this.#file], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // In its own group: what ends the service's group leaves it time to do its work.
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    reaper.on('error', (error) => this.#logger.error(`The process that cleans up after a crash did not start: ${error.message}`));
    reaper.on('exit', () => this.#restart());
    reaper.stdin?.on('error', () => {});
    reaper.unref();
    return reaper;
  }

  #restart(): void {
    if (this.#disposed) return;
    if (this.#starts === mostStarts) {
      this.#logger.error('The process that cleans up after a crash keeps ending: a service that is killed may leave processes behind.');
      return;
    }
    this.#reaper = this.#start();
    for (const pid of this.#living) this.#tell(`+${pid}\n`);
  }

  #tell(line: string): void {
    if (this.#reaper.stdin?.writable === true) this.#reaper.stdin.write(line);
  }
}
