import type { Connection } from '../../aws/connection.ts';
import type { LambdaApi } from '../../aws/lambdaApi.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { ApiFactory, LambdaConnection } from './lambdaConnection.ts';

/** AWS by a profile in a Region; its client is made on first use. */
export class AwsConnection implements LambdaConnection, Disposable {
  readonly live = false;
  readonly connection: Connection;
  readonly #createApi: ApiFactory;
  #api: Promise<LambdaApi> | undefined;

  constructor(connection: Connection, createApi: ApiFactory) {
    this.connection = connection;
    this.#createApi = createApi;
  }

  api(): Promise<LambdaApi> {
    this.#api ??= this.#createApi(this.connection);
    return this.#api;
  }

  dispose(): void {
    void this.#api?.then((api) => api.dispose(), () => {});
    this.#api = undefined;
  }
}
