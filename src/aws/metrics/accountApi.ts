import { type Clock, systemClock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { Connection } from '../connection.ts';
import type { AskMfaCode } from '../credentials.ts';
import { LambdaCaller } from '../lambdaCaller.ts';

/** What bounds all functions of a connection together. Throws ConnectionError and nothing else. */
export interface AccountApi extends Disposable {
  /** The account's concurrent executions in the Region; undefined where it is not said. */
  concurrency(signal?: AbortSignal): Promise<number | undefined>;
}

export interface AccountApiDependencies {
  readonly clock?: Clock;
  readonly askMfaCode?: AskMfaCode;
  /** For the user agent. */
  readonly productVersion?: string;
}

/** Loads nothing and resolves no credentials before the first call. */
export function createAccountApi(connection: Connection, dependencies: AccountApiDependencies = {}): AccountApi {
  const { clock = systemClock, askMfaCode, productVersion = '0' } = dependencies;
  const load = () => import('@aws-sdk/client-lambda');
  const caller = new LambdaCaller(connection, { clock, load, productVersion, ...(askMfaCode !== undefined && { askMfaCode }) });
  return {
    concurrency: (signal) =>
      caller.repeat('GetAccountSettings', signal, async ({ sdk, client, options }) => {
        const { AccountLimit } = await client.send(new sdk.GetAccountSettingsCommand({}), options);
        return AccountLimit?.ConcurrentExecutions;
      }),

    dispose: () => caller.dispose(),
  };
}
