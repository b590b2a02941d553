import type { Connection } from '../../aws/connection.ts';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { AwsConnection } from './awsConnection.ts';
import type { ApiFactory, LambdaConnection } from './lambdaConnection.ts';

/** What is known at this moment. */
export interface KnownConnections {
  readonly connections: readonly LambdaConnection[];
  /** Why those of AWS could not be read. */
  readonly error?: unknown;
}

/** Reading two small files takes a few milliseconds; a home folder on a network that does not answer keeps nobody waiting for longer. */
const patienceMs = 500;

/** The Local region, there at once, and those that the shared AWS configuration names, read when first asked for. */
export class Connections implements Disposable {
  readonly #local: LambdaConnection;
  readonly #readAws: () => Promise<readonly Connection[]>;
  readonly #createApi: ApiFactory;
  readonly #changed = new Emitter<void>();
  #aws = new Map<string, AwsConnection>();
  #error: unknown;
  #reading: Promise<void> | undefined;
  #told = false;

  /** What `known` has told is another now. */
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(local: LambdaConnection, readAws: () => Promise<readonly Connection[]>, createApi: ApiFactory) {
    this.#local = local;
    this.#readAws = readAws;
    this.#createApi = createApi;
  }

  /** Never waits: what is not read yet is announced by `onDidChange`. */
  known(): KnownConnections {
    void this.all();
    this.#told = true;
    return {
      connections: [this.#local, ...this.#aws.values()],
      ...(this.#error !== undefined && { error: this.#error }),
    };
  }

  /**
   * What to show first: all of them, unless reading takes long. A view that is drawn anew while it still fills forgets what VS Code has
   * asked of it, so connections that come a moment after the first would leave that one without its functions.
   */
  async toShow(clock: Clock): Promise<KnownConnections> {
    const patience = new DisposableStore();
    const tired = new Promise<void>((resolve) => patience.add(clock.after(patienceMs, resolve)));
    await Promise.race([this.all(), tired]);
    patience.dispose();
    return this.known();
  }

  async all(): Promise<readonly LambdaConnection[]> {
    this.#reading ??= this.#read();
    await this.#reading;
    return [this.#local, ...this.#aws.values()];
  }

  async find(id: string): Promise<LambdaConnection | undefined> {
    if (id === this.#local.connection.id) return this.#local;
    return (await this.all()).find(({ connection }) => connection.id === id);
  }

  /** Reads the configuration again, after it has changed. Clients are made anew: their credentials may have changed with it. */
  async reload(): Promise<void> {
    this.#reading = this.#read();
    await this.#reading;
  }

  dispose(): void {
    this.#closeAll();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    try {
      const found = await this.#readAws();
      this.#closeAll();
      this.#aws = new Map(found.map((connection) => [connection.id, new AwsConnection(connection, this.#createApi)]));
      this.#error = undefined;
    } catch (error) {
      this.#error = error;
    }
    if (this.#told) this.#changed.fire();
  }

  #closeAll(): void {
    for (const connection of this.#aws.values()) connection.dispose();
  }
}
