import type { SignerClientConfig } from '@aws-sdk/client-signer';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Connection } from '../connection.ts';
import { type AskMfaCode, type Credentials, credentialsOf, sourceFacts } from '../credentials.ts';
import { errorKind } from '../errorNames.ts';
import { concernsCredentials, mayPass } from '../explain.ts';
import { withBackOff } from '../backOff.ts';
import { showProfile } from '../profileFiles.ts';
import { thrownFacts } from '../thrownFacts.ts';
import { explainService, type ServiceNames } from './explainService.ts';
import { withoutSharedConfiguration } from '../withoutSharedConfiguration.ts';

/** What the clients of all services are made with. */
export type ServiceOptions = Pick<
  SignerClientConfig,
  | 'region' | 'credentials' | 'customUserAgent' | 'maxAttempts' | 'requestHandler' | 'endpoint' | 'profile' | 'disableHostPrefix'
  | 'logger' | 'defaultsMode' | 'useDualstackEndpoint' | 'useFipsEndpoint' | 'authSchemePreference' | 'disableClockSkewCorrection' | 'userAgentAppId'
>;

export interface Service<Sdk, Client> extends ServiceNames {
  /** Loads the SDK, when it is first needed. */
  readonly load: () => Promise<Sdk>;
  readonly open: (sdk: Sdk, options: ServiceOptions) => Client;
}

export interface ServiceCallerDependencies {
  readonly clock: Clock;
  /** From 0 to 1, 1 not included: how long pauses between attempts are. */
  readonly random: () => number;
  readonly productVersion: string;
  readonly askMfaCode?: AskMfaCode;
}

/** What sends commands: `client.send(new sdk.…Command(…), options)`. */
export interface ServiceCallContext<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
  readonly options: { readonly requestTimeout?: number; readonly abortSignal?: AbortSignal };
}

export type ServiceCall<Sdk, Client, T> = (context: ServiceCallContext<Sdk, Client>) => Promise<T>;

/** What may be sent again: anything that may pass; what was throttled alone, as it was not done; nothing. */
export type Persistence = 'repeat' | 'change' | 'once';

const callTimeoutMs = 30_000;
const connectTimeoutMs = 5_000;
/** Without a byte, either way: of a transfer, which has no other limit. */
const stallTimeoutMs = 60_000;

const worthwhile: Readonly<Record<Persistence, (error: unknown, service: ServiceNames) => boolean>> = {
  repeat: (error, { errors }) => mayPass(error) || errors[thrownFacts(error).name]?.passes === true,
  change: (error) => {
    const { code, name, status } = thrownFacts(error);
    return errorKind(code, name, status) === 'throttled';
  },
  once: () => false,
};

/** The client of a service, made when it is first needed. What fails is a ConnectionError, but for CodedErrors of the calls themselves. */
export class ServiceCaller<Sdk, Client extends { destroy(): void }> implements Disposable {
  readonly #connection: Connection;
  readonly #service: Service<Sdk, Client>;
  readonly #dependencies: ServiceCallerDependencies;
  /** What was thrown where the credentials come from: its names mean other things than the service's. */
  readonly #ofCredentials = new WeakSet<object>();
  #opened: Promise<{ readonly sdk: Sdk; readonly client: Client }> | undefined;

  constructor(connection: Connection, service: Service<Sdk, Client>, dependencies: ServiceCallerDependencies) {
    this.#connection = connection;
    this.#service = service;
    this.#dependencies = dependencies;
  }

  call<T>(operation: string, persistence: Persistence, signal: AbortSignal | undefined, call: ServiceCall<Sdk, Client, T>): Promise<T> {
    return this.#run(operation, persistence, signal, callTimeoutMs, call);
  }

  /** A call with a large body, which may take as long as bytes flow. */
  transfer<T>(operation: string, signal: AbortSignal | undefined, call: ServiceCall<Sdk, Client, T>): Promise<T> {
    return this.#run(operation, 'repeat', signal, 0, call);
  }

  dispose(): void {
    void this.#opened?.then(
      ({ client }) => client.destroy(),
      () => {},
    );
    this.#opened = undefined;
  }

  async #run<T>(
    operation: string,
    persistence: Persistence,
    signal: AbortSignal | undefined,
    requestTimeout: number,
    call: ServiceCall<Sdk, Client, T>,
  ): Promise<T> {
    const { clock, random } = this.#dependencies;
    const options = { requestTimeout, ...(signal !== undefined && { abortSignal: signal }) };
    const again = (error: unknown): boolean => signal?.aborted !== true && !(error instanceof CodedError) && worthwhile[persistence](error, this.#service);
    try {
      signal?.throwIfAborted();
      return await withBackOff(async () => call({ ...(await this.#open()), options }), { clock, random, signal, worthwhile: again });
    } catch (error) {
      const { profile } = this.#connection;
      const cancelled = signal?.aborted === true;
      const facts = profile !== undefined && !cancelled && concernsCredentials(error) ? await sourceFacts(profile) : {};
      const ofCredentials = isObject(error) && this.#ofCredentials.has(error);
      throw explainService(error, { connection: this.#connection, operation, service: this.#service, ofCredentials, cancelled, ...facts });
    }
  }

  #open(): Promise<{ readonly sdk: Sdk; readonly client: Client }> {
    this.#opened ??= this.#made().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #made(): Promise<{ readonly sdk: Sdk; readonly client: Client }> {
    const { load, open } = this.#service;
    const { productVersion, askMfaCode } = this.#dependencies;
    const { endpoint, profile, region } = this.#connection;
    const [sdk] = await Promise.all([load(), profile === undefined ? undefined : showProfile(profile)]);
    const client = open(sdk, {
      region,
      credentials: this.#marked(credentialsOf(this.#connection, askMfaCode)),
      customUserAgent: [['lambda-workbench', productVersion]],
      // Attempts are made here, so that a signal ends their pauses.
      maxAttempts: 1,
      logger: silent,
      requestHandler: { connectionTimeout: connectTimeoutMs, socketTimeout: stallTimeoutMs, throwOnRequestTimeout: true },
      // An address of one's own has no other beside it, as AWS's has `data-signer`.
      ...(endpoint !== undefined && { endpoint, disableHostPrefix: true }),
      ...(profile === undefined ? withoutSharedConfiguration : { profile }),
    });
    return { sdk, client };
  }

  #marked(credentials: Credentials): Credentials {
    if (typeof credentials !== 'function') return credentials;
    return async (identity) => {
      try {
        return await credentials(identity);
      } catch (error) {
        if (isObject(error)) this.#ofCredentials.add(error);
        throw error;
      }
    };
  }
}

/** Instead of the console: what fails is told by who called. */
const silent: NonNullable<ServiceOptions['logger']> = { debug() {}, info() {}, warn() {}, error() {} };

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
