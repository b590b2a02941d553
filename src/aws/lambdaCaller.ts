import type * as Sdk from '@aws-sdk/client-lambda';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { clientOptions } from './clientOptions.ts';
import type { Connection } from './connection.ts';
import { type AskMfaCode, credentialsOf, sourceFacts } from './credentials.ts';
import { concernsCredentials, explain, mayPass } from './explain.ts';
import { showProfile } from './profileFiles.ts';
import { withRetries } from './retry.ts';

export interface LambdaCallerDependencies {
  readonly clock: Clock;
  readonly load: () => Promise<typeof Sdk>;
  readonly productVersion: string;
  readonly askMfaCode?: AskMfaCode;
}

/** What sends commands: `client.send(new sdk.…Command(…), options)`. */
export interface CallContext {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.LambdaClient;
  readonly options: { readonly requestTimeout: number; readonly abortSignal?: AbortSignal };
}

type Call<T> = (context: CallContext) => Promise<T>;

/** Of every call but an invocation. */
const callTimeoutMs = 30_000;
/** Lambda's own limit on an invocation, and a minute for the way there and back. */
const invokeTimeoutMs = 16 * 60_000;
/** 67 MB, which 50 MB are in base64, at 1 Mbit/s. */
const uploadTimeoutMs = 10 * 60_000;

/** The client of a connection, made when it is first needed; what fails is a ConnectionError. */
export class LambdaCaller implements Disposable {
  readonly #connection: Connection;
  readonly #dependencies: LambdaCallerDependencies;
  #opened: Promise<Pick<CallContext, 'sdk' | 'client'>> | undefined;

  constructor(connection: Connection, dependencies: LambdaCallerDependencies) {
    this.#connection = connection;
    this.#dependencies = dependencies;
  }

  /** Sends what does no harm when it is sent again, where that may help. */
  repeat<T>(operation: string, signal: AbortSignal | undefined, call: Call<T>): Promise<T> {
    const { clock } = this.#dependencies;
    const run = () => this.#run(call, callTimeoutMs, signal);
    return this.#explained(operation, () => withRetries(run, { clock, signal, worthwhile: mayPass }));
  }

  /** Sends an invocation, and never twice. */
  once<T>(operation: string, signal: AbortSignal | undefined, call: Call<T>): Promise<T> {
    return this.#explained(operation, () => this.#run(call, invokeTimeoutMs, signal));
  }

  /** Sends a change once: sent again, it might meet its own doing. */
  change<T>(operation: string, signal: AbortSignal | undefined, call: Call<T>): Promise<T> {
    return this.#explained(operation, () => this.#run(call, callTimeoutMs, signal));
  }

  /** A change that carries code. */
  upload<T>(operation: string, signal: AbortSignal | undefined, call: Call<T>): Promise<T> {
    return this.#explained(operation, () => this.#run(call, uploadTimeoutMs, signal));
  }

  get connection(): Connection {
    return this.#connection;
  }

  dispose(): void {
    void this.#opened?.then(
      ({ client }) => client.destroy(),
      () => {},
    );
    this.#opened = undefined;
  }

  async #run<T>(call: Call<T>, requestTimeout: number, signal: AbortSignal | undefined): Promise<T> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    const options = { requestTimeout, ...(signal !== undefined && { abortSignal: signal }) };
    return call({ ...(await this.#opened), options });
  }

  async #open(): Promise<Pick<CallContext, 'sdk' | 'client'>> {
    const { load, productVersion, askMfaCode } = this.#dependencies;
    const { profile } = this.#connection;
    const [sdk] = await Promise.all([load(), profile === undefined ? undefined : showProfile(profile)]);
    const credentials = credentialsOf(this.#connection, askMfaCode);
    return { sdk, client: new sdk.LambdaClient(clientOptions(this.#connection, credentials, productVersion)) };
  }

  async #explained<T>(operation: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const { profile } = this.#connection;
      const facts = profile !== undefined && concernsCredentials(error) ? await sourceFacts(profile) : {};
      throw explain(error, { connection: this.#connection, operation, ...facts });
    }
  }
}
