import type { Connection } from '../../aws/connection.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { AwsConnection } from './awsConnection.ts';
import type { ApiFactory, LambdaConnection } from './lambdaConnection.ts';

/** What is known at this moment. */
export interface KnownConnections {
  readonly connections: readonly LambdaConnection[];
  /** Why those of AWS could not be read. */
  readonly error?: unknown;
}

/** The Local region, there at once, and those that the shared AWS configuration names, read when first asked for. */
export class Connections implements Disposable {
  readonly #local: LambdaConnection;
  readonly #readAws: () => Promise<readonly Connection[]>;
  readonly #createApi: ApiFactory;
  readonly #changed = new Emitter<void>();
  #aws = new Map<string, AwsConnection>();
  #error: unknown;
  #reading: Promise<void> | undefined;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(local: LambdaConnection, readAws: () => Promise<readonly Connection[]>, createApi: ApiFactory) {
    this.#local = local;
    this.#readAws = readAws;
    this.#createApi = createApi;
  }

  /** Never waits: what is not read yet is announced by `onDidChange`. */
  known(): KnownConnections {
    void this.all();
    return {
      connections: [this.#local, ...this.#aws.values()],
      ...(this.#error !== undefined && { error: this.#error }),
    };
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
    this.#changed.fire();
  }

  #closeAll(): void {
    for (const connection of this.#aws.values()) connection.dispose();
  }
}
