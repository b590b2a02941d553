import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import type { Logger } from '../../common/logger.ts';
import type { RegionSettings, StreamLine, WorkspaceSync } from '../../protocol/runner.ts';
import { logAtItsLevel } from './logLevels.ts';
import { RegionModel } from './regionModel.ts';
import type { RegionLaunch } from './regionProcess.ts';
import { type RegionStatus, RegionStatusMachine } from './regionStatus.ts';
import { RunningRegion } from './runningRegion.ts';

export interface LocalRegionOptions {
  /** Throws CodedError where code of this workspace must not run. Asked before every start. */
  readonly assertAllowed: () => void;
  readonly launch: () => RegionLaunch;
  readonly settings: () => RegionSettings;
  readonly workspace: () => Promise<WorkspaceSync>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
}

const stopGraceMs = 3000;

/** Owns the Local region: at most one process, started on first use, never started again behind the user's back. */
export class LocalRegion implements Disposable {
  readonly model = new RegionModel();
  readonly #options: LocalRegionOptions;
  readonly #status = new RegionStatusMachine();
  #run: RunningRegion | undefined;
  #starting: Promise<string> | undefined;
  #stopping: Promise<void> | undefined;
  #disposed = false;

  readonly onDidChangeStatus: Event<RegionStatus> = this.#status.onDidChange;

  constructor(options: LocalRegionOptions) {
    this.#options = options;
  }

  get status(): RegionStatus {
    return this.#status.current;
  }

  /**
   * The endpoint of the Lambda API; starts the region on first use. Throws CodedError: `REGION_STOPPED` where the user stopped it,
   * the failure where it failed; both are mended by `start`.
   */
  async endpoint(): Promise<string> {
    const status = this.status;
    switch (status.phase) {
      case 'running':
        return status.endpoint;
      case 'failed':
        throw status.error;
      case 'stopping':
        throw stopped();
      case 'stopped':
        if (status.byUser) throw stopped();
        return this.start();
      case 'starting':
        return this.start();
      default:
        return status satisfies never;
    }
  }

  /** Resolves to the endpoint once the workspace's functions are served. Joins a start that is under way. Throws CodedError. */
  async start(): Promise<string> {
    this.#options.assertAllowed();
    if (this.status.phase === 'running') return this.status.endpoint;
    // Not awaited in vain: a stop that follows at once must find the start under way.
    if (this.#stopping !== undefined) await this.#stopping;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /** Resolves once the process and all that it started have ended. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  async restart(): Promise<string> {
    await this.stop();
    return this.start();
  }

  /** Gives the region the templates that the workspace has now. Does nothing while it does not run. */
  async syncWorkspace(): Promise<void> {
    await this.#settled();
    if (this.status.phase === 'running') await this.#run?.putWorkspace(await this.#options.workspace());
  }

  /** Gives the region the settings as they are now. Does nothing while it does not run. */
  async applySettings(): Promise<void> {
    await this.#settled();
    if (this.status.phase === 'running') await this.#run?.putSettings(this.#options.settings());
  }

  /** Ends an environment once it is idle. Throws CodedError. */
  async retire(environmentId: string): Promise<void> {
    await this.#run?.retire(environmentId);
  }

  /** Follows every run's event stream, each from its snapshot, until disposed. */
  watch(onLine: (line: StreamLine) => void): Disposable {
    const store = new DisposableStore();
    const watcher = (line: StreamLine) => {
      if (!store.disposed) onLine(line);
    };
    if (this.status.phase === 'running') this.#follow(watcher, store);
    store.add(this.onDidChangeStatus((status) => {
      if (status.phase === 'running') this.#follow(watcher, store);
    }));
    return store;
  }

  /** For the window's end: asks the process to end without waiting for it. */
  dispose(): void {
    this.#disposed = true;
    void this.stop();
  }

  #follow(watcher: (line: StreamLine) => void, store: DisposableStore): void {
    this.#run?.watch(watcher).then(
      (watching) => store.add(watching),
      (error: unknown) => this.#log(`An event stream has ended: ${messageOf(error)}`),
    );
  }

  async #start(): Promise<string> {
    this.#status.move({ phase: 'starting' });
    try {
      const { launch, platform, clock } = this.#options;
      const run = new RunningRegion({ ...launch(), platform, clock, graceMs: stopGraceMs, onLog: (line) => this.#log(line) });
      this.#run = run;
      void run.exited.then((error) => this.#ended(run, error));
      const endpoint = await orExit(run, this.#prepare(run));
      this.#status.move({ phase: 'running', endpoint });
      return endpoint;
    } catch (error) {
      throw await this.#failedToStart(error);
    }
  }

  /** A start that is under way may have asked for what has changed since. */
  async #settled(): Promise<void> {
    await this.#starting?.catch(() => {});
  }

  /** What it says while the window closes would be written to a log that is gone. */
  #log(line: string): void {
    if (!this.#disposed) logAtItsLevel(this.#options.logger, line);
  }

  async #prepare(run: RunningRegion): Promise<string> {
    const endpoint = await run.ready(this.#options.settings());
    await run.watch((line) => this.model.apply(line));
    await run.putWorkspace(await this.#options.workspace());
    return endpoint;
  }

  async #failedToStart(error: unknown): Promise<CodedError> {
    const run = this.#run;
    // Whoever stopped it has moved the status on.
    if (this.status.phase !== 'starting') return stopped();
    const coded = error instanceof CodedError ? error : new CodedError('REGION_NOT_STARTED', messageOf(error), { owner: 'system', cause: error });
    this.#log(`error: ${coded.code}: ${coded.message}`);
    this.#fail(coded);
    await run?.stop();
    return coded;
  }

  #ended(run: RunningRegion, error: CodedError): void {
    run.dispose();
    // While it starts or stops, those who wait for it deal with its end.
    if (this.#run !== run || this.status.phase !== 'running') return;
    this.#log(`error: ${error.code}: ${error.message}`);
    this.#fail(error);
  }

  #fail(error: CodedError): void {
    this.#run = undefined;
    this.model.clear();
    this.#status.move({ phase: 'failed', error });
  }

  async #stop(): Promise<void> {
    if (!this.#status.allows('stopping')) return;
    this.#status.move({ phase: 'stopping' });
    await this.#run?.stop();
    // A start that was under way has failed by now; once it has said so, the next one may begin.
    await this.#settled();
    this.#run = undefined;
    this.model.clear();
    this.#status.move({ phase: 'stopped', byUser: true });
  }
}

/** An exit says more than the broken connection that follows from it. */
async function orExit<T>(run: RunningRegion, work: Promise<T>): Promise<T> {
  const exit = run.exited.then((error) => {
    throw error;
  });
  return Promise.race([work, exit]);
}

function stopped(): CodedError {
  return new CodedError('REGION_STOPPED', 'The Local runner is stopped. Start it to use its functions.');
}
