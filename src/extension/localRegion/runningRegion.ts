import { CodedError } from '../../common/codedError.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable.ts';
import type { RegionSettings, StreamLine, WorkspaceSync, WorkspaceSyncResult } from '../../protocol/runner.ts';
import { ControlClient } from './controlClient.ts';
import { RegionProcess, type RegionProcessOptions } from './regionProcess.ts';

/** One run of the Local region's process, from its start to its end, with the control API that it serves. */
export class RunningRegion implements Disposable {
  readonly #process: RegionProcess;
  readonly #log: (line: string) => void;
  readonly #owned = new DisposableStore();
  #client: ControlClient | undefined;

  constructor(options: RegionProcessOptions) {
    this.#process = new RegionProcess(options);
    this.#log = options.onLog;
  }

  get exited(): Promise<CodedError> {
    return this.#process.exited;
  }

  /** Resolves to the endpoint once the region can be used and its settings are set; throws CodedError. */
  async ready(settings: RegionSettings): Promise<string> {
    const { endpoint, controlToken: token } = await this.#process.ready;
    this.#client = new ControlClient({
      endpoint,
      token,
      onBadLine: (reason) => this.#log(`The event stream has a line that cannot be read: ${reason}`),
    });
    this.#owned.add(this.#client);
    await this.#client.putSettings(settings);
    return endpoint;
  }

  /** Follows the event stream until disposed. Resolves once the snapshot has been delivered. */
  async watch(onLine: (line: StreamLine) => void): Promise<Disposable> {
    const abort = new AbortController();
    const watching = this.#owned.add(toDisposable(() => abort.abort()));
    await new Promise<void>((resolve, reject) => {
      const deliver = (line: StreamLine) => {
        onLine(line);
        if (line.type === 'snapshot') resolve();
      };
      this.#follow(deliver, abort.signal).then(() => reject(ended()), reject);
    });
    return watching;
  }

  putWorkspace(sync: WorkspaceSync): Promise<WorkspaceSyncResult> {
    return this.#control().putWorkspace(sync);
  }

  putSettings(settings: RegionSettings): Promise<void> {
    return this.#control().putSettings(settings);
  }

  retire(environmentId: string): Promise<void> {
    return this.#control().retire(environmentId);
  }

  async stop(): Promise<void> {
    this.dispose();
    await this.#process.stop();
  }

  /** Lets go of the connections; the process itself is ended by `stop`. */
  dispose(): void {
    this.#owned.dispose();
  }

  /** A watcher that falls too far behind is cut off while the region runs on: it begins again with a snapshot. */
  async #follow(onLine: (line: StreamLine) => void, signal: AbortSignal): Promise<void> {
    const client = this.#control();
    while (!signal.aborted && !this.#process.hasExited) await client.watch(onLine, signal);
  }

  #control(): ControlClient {
    if (this.#client === undefined) throw ended();
    return this.#client;
  }
}

function ended(): CodedError {
  return new CodedError('REGION_NOT_RUNNING', 'The Local runner is not running.');
}
