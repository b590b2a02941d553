import type * as Sdk from '@aws-sdk/client-cloudwatch';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { Connection } from '../connection.ts';
import type { AskMfaCode } from '../credentials.ts';
import { ServiceCaller } from '../service/serviceCaller.ts';
import { cloudWatchService } from './cloudWatchService.ts';
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

/** CloudWatch of a connection to AWS. Loads nothing and resolves no credentials before the first call. */
export function createMetricsApi(connection: Connection, dependencies: MetricsApiDependencies = {}): MetricsApi {
  const { clock = systemClock, random = Math.random, load = cloudWatchService.load, askMfaCode, productVersion = '0' } = dependencies;
  const common = { clock, random, productVersion, ...(askMfaCode !== undefined && { askMfaCode }) };
  const caller = new ServiceCaller(connection, { ...cloudWatchService, load }, common);
  return {
    async page(batch, signal) {
      try {
        return await caller.call('GetMetricData', 'repeat', signal, async ({ sdk, client, options }) =>
          metricPage(await client.send(new sdk.GetMetricDataCommand(metricInput(batch)), options)),
        );
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    dispose: () => caller.dispose(),
  };
}
