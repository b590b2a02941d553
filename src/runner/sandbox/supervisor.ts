import { type ChildProcess, spawn } from 'node:child_process';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';

/** Tells the reaper what lives, so that nothing outlives a service that was killed. */
export interface Supervisor extends Disposable {
  /** A process tree began; disposing the answer says that it ended. */
  watch(pid: number): Disposable;
  /** Something began that only a command ends, such as a container: an executable and its arguments, run without a shell. No secrets. */
  watchCommand(command: readonly string[]): Disposable;
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
  /** As the reaper is told of them, without the sign. */
  readonly #living = new Set<string>();
  #commands = 0;
  #reaper: ChildProcess;
  #starts = 0;
  #disposed = false;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
    this.#reaper = this.#start();
  }

  watch(pid: number): Disposable {
    return this.#watch(String(pid));
  }

  watchCommand(command: readonly string[]): Disposable {
    // The number tells apart two that are the same.
    this.#commands += 1;
    return this.#watch(JSON.stringify([this.#commands, ...command]));
  }

  dispose(): void {
    this.#disposed = true;
    this.#reaper.stdin?.end();
  }

  #watch(what: string): Disposable {
    this.#living.add(what);
    this.#tell(`+${what}\n`);
    return toDisposable(() => {
      this.#living.delete(what);
      this.#tell(`-${what}\n`);
    });
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
    for (const what of this.#living) this.#tell(`+${what}\n`);
  }

  #tell(line: string): void {
    if (this.#reaper.stdin?.writable === true) this.#reaper.stdin.write(line);
  }
}
