import type * as Sdk from '@aws-sdk/client-cloudwatch';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { Connection } from '../connection.ts';
import { type AskMfaCode, type Credentials, credentialsOf, sourceFacts } from '../credentials.ts';
import { concernsCredentials, mayPass } from '../explain.ts';
import { showProfile } from '../profileFiles.ts';
import { withBackOff } from '../backOff.ts';
import { explainMetrics } from './explainMetrics.ts';
import { metricInput, metricPage } from './metricShapes.ts';
import type { MetricsApi } from './metricsApi.ts';

export interface MetricsApiDependencies {
  readonly clock?: Clock;
  /** From 0 to 1, 1 not included: how long pauses between attempts are. */
  readonly random?: () => number;
  /** Loads the SDK, when it is first needed. */
  readonly load?: () => Promise<typeof Sdk>;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

const callTimeoutMs = 30_000;
const connectTimeoutMs = 5_000;

/** CloudWatch of a connection to AWS. Loads nothing and resolves no credentials before the first call. */
export function createMetricsApi(connection: Connection, dependencies: MetricsApiDependencies = {}): MetricsApi {
  const { clock = systemClock, random = Math.random, load = () => import('@aws-sdk/client-cloudwatch'), askMfaCode, productVersion = '0' } = dependencies;
  /** What was thrown where the credentials come from: its names mean other things than CloudWatch's. */
  const ofCredentials = new WeakSet<object>();
  let opened: Promise<{ readonly sdk: typeof Sdk; readonly client: Sdk.CloudWatchClient }> | undefined;

  const open = async () => {
    const { endpoint, profile, region } = connection;
    const [sdk] = await Promise.all([load(), profile === undefined ? undefined : showProfile(profile)]);
    const client = new sdk.CloudWatchClient({
      region,
      credentials: marked(credentialsOf(connection, askMfaCode), ofCredentials),
      customUserAgent: [['lambda-workbench', productVersion]],
      // Attempts are made here, so that a signal ends their pauses.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: connectTimeoutMs, requestTimeout: callTimeoutMs, throwOnRequestTimeout: true },
      ...(endpoint !== undefined && { endpoint }),
      ...(profile !== undefined && { profile }),
    });
    return { sdk, client };
  };

  return {
    async page(batch, signal) {
      const run = async () => {
        opened ??= open().catch((error: unknown) => {
          opened = undefined;
          throw error;
        });
        const { sdk, client } = await opened;
        const options = signal === undefined ? {} : { abortSignal: signal };
        return metricPage(await client.send(new sdk.GetMetricDataCommand(metricInput(batch)), options));
      };
      try {
        return await withBackOff(run, { clock, random, signal, worthwhile: (error) => signal?.aborted !== true && mayPass(error) });
      } catch (error) {
        signal?.throwIfAborted();
        const { profile } = connection;
        const facts = profile !== undefined && concernsCredentials(error) ? await sourceFacts(profile) : {};
        throw explainMetrics(error, { connection, ofCredentials: isObject(error) && ofCredentials.has(error), ...facts });
      }
    },

    dispose() {
      void opened?.then(({ client }) => client.destroy(), () => {});
      opened = undefined;
    },
  };
}

function marked(credentials: Credentials, thrown: WeakSet<object>): Credentials {
  if (typeof credentials !== 'function') return credentials;
  return async (identity) => {
    try {
      return await credentials(identity);
    } catch (error) {
      if (isObject(error)) thrown.add(error);
      throw error;
    }
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
