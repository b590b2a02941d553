import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Connection } from '../connection.ts';
import { type AskMfaCode, type Credentials, credentialsOf, sourceFacts } from '../credentials.ts';
import { concernsCredentials, mayPass } from '../explain.ts';
import { showProfile } from '../profileFiles.ts';
import { withRetries } from '../retry.ts';
import { thrownFacts } from '../thrownFacts.ts';
import { explainScaling } from './explainScaling.ts';

export interface ScalingCallerDependencies {
  readonly clock: Clock;
  readonly load: () => Promise<typeof Sdk>;
  readonly productVersion: string;
  readonly askMfaCode?: AskMfaCode;
}

/** What sends commands: `client.send(new sdk.…Command(…), options)`. */
export interface ScalingCallContext {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.ApplicationAutoScalingClient;
  readonly options: { readonly requestTimeout: number; readonly abortSignal?: AbortSignal };
}

const callTimeoutMs = 30_000;
const connectTimeoutMs = 5_000;

/** The client of a connection, made when it is first needed; what fails is a ConnectionError. */
export class ScalingCaller implements Disposable {
  readonly #connection: Connection;
  readonly #dependencies: ScalingCallerDependencies;
  /** What was thrown where the credentials come from: its names mean other things than the service's. */
  readonly #ofCredentials = new WeakSet<object>();
  #opened: Promise<Pick<ScalingCallContext, 'sdk' | 'client'>> | undefined;

  constructor(connection: Connection, dependencies: ScalingCallerDependencies) {
    this.#connection = connection;
    this.#dependencies = dependencies;
  }

  /** All of the service's calls may be sent again: they say what shall be. */
  async call<T>(operation: string, signal: AbortSignal | undefined, call: (context: ScalingCallContext) => Promise<T>): Promise<T> {
    const options = { requestTimeout: callTimeoutMs, ...(signal !== undefined && { abortSignal: signal }) };
    try {
      const run = async () => call({ ...(await this.#open()), options });
      return await withRetries(run, { clock: this.#dependencies.clock, signal, worthwhile });
    } catch (error) {
      const { profile } = this.#connection;
      const facts = profile !== undefined && concernsCredentials(error) ? await sourceFacts(profile) : {};
      const ofCredentials = isObject(error) && this.#ofCredentials.has(error);
      throw explainScaling(error, { connection: this.#connection, operation, ofCredentials, ...facts });
    }
  }

  dispose(): void {
    void this.#opened?.then(
      ({ client }) => client.destroy(),
      () => {},
    );
    this.#opened = undefined;
  }

  #open(): Promise<Pick<ScalingCallContext, 'sdk' | 'client'>> {
    this.#opened ??= this.#made().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #made(): Promise<Pick<ScalingCallContext, 'sdk' | 'client'>> {
    const { load, productVersion, askMfaCode } = this.#dependencies;
    const { endpoint, profile, region } = this.#connection;
    const [sdk] = await Promise.all([load(), profile === undefined ? undefined : showProfile(profile)]);
    const client = new sdk.ApplicationAutoScalingClient({
      region,
      credentials: this.#marked(credentialsOf(this.#connection, askMfaCode)),
      customUserAgent: [['lambda-workbench', productVersion]],
      // Attempts are made here, so that a signal ends their pauses.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: connectTimeoutMs, throwOnRequestTimeout: true },
      ...(endpoint !== undefined && { endpoint }),
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

/** What the SDK would read the shared configuration files for, which say nothing of the Local region and may be large. */
const withoutSharedConfiguration: Sdk.ApplicationAutoScalingClientConfig = {
  defaultsMode: 'legacy',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: ['sigv4'],
  disableClockSkewCorrection: true,
  userAgentAppId: '',
};

/** Another update of the same target that is under way is over soon. */
function worthwhile(error: unknown): boolean {
  return mayPass(error) || thrownFacts(error).name === 'ConcurrentUpdateException';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
