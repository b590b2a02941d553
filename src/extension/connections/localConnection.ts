import type { Connection } from '../../aws/connection.ts';
import type { LambdaApi } from '../../aws/lambdaApi.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { LocalRegion } from '../localRegion/localRegion.ts';
import { RegionNotes } from '../localRegion/regionNotes.ts';
import type { ApiFactory, FunctionNotes, LambdaConnection } from './lambdaConnection.ts';

export const localConnectionId = 'local';

/** The Local region as a connection: its first use starts the region. */
export class LocalConnection implements LambdaConnection, Disposable {
  readonly live = true;
  readonly notes: FunctionNotes;
  readonly #region: LocalRegion;
  readonly #createApi: ApiFactory;
  readonly #base: () => Connection;
  readonly #profile: () => string;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  #open: { readonly endpoint: string; readonly api: Promise<LambdaApi> } | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onDidChangeProvisioned: Event<void>;

  /** @param profile whose credentials handlers get; empty for none. */
  constructor(region: LocalRegion, createApi: ApiFactory, base: () => Connection, profile: () => string) {
    this.#region = region;
    this.#createApi = createApi;
    this.#base = base;
    this.#profile = profile;
    this.notes = new RegionNotes(region.model);
    this.onDidChangeProvisioned = region.model.onDidChangeProvisioned;
    const changed = () => this.#changed.fire();
    this.#owned.add(region.onDidChangeStatus(changed));
    this.#owned.add(region.model.onDidChangeFunctions(changed));
    this.#owned.add(region.model.onDidChangeProblems(changed));
  }

  get connection(): Connection {
    const { status } = this.#region;
    return status.phase === 'running' ? { ...this.#base(), endpoint: status.endpoint } : this.#base();
  }

  get handlersProfile(): string | undefined {
    const profile = this.#profile();
    return profile === '' ? undefined : profile;
  }

  async api(): Promise<LambdaApi> {
    const endpoint = await this.#region.endpoint();
    if (this.#open?.endpoint !== endpoint) {
      this.#close();
      this.#open = { endpoint, api: this.#createApi({ ...this.#base(), endpoint }) };
    }
    return this.#open.api;
  }

  dispose(): void {
    this.#close();
    this.#owned.dispose();
  }

  #close(): void {
    void this.#open?.api.then((api) => api.dispose(), () => {});
    this.#open = undefined;
  }
}
