import * as v from 'valibot';
import { type ExtensionContext, l10n, window } from 'vscode';
import type { Connection } from '../../aws/connection.ts';
import type { AccountApi } from '../../aws/metrics/accountApi.ts';
import type { CloudWatchMetrics } from '../../aws/metrics/cloudWatchMetrics.ts';
import type { Clock } from '../../common/clock.ts';

/** Makes what the desk talks to AWS with; loads the SDK's clients when they are first needed. */
export interface AwsFactories {
  metrics(connection: Connection): Promise<CloudWatchMetrics>;
  account(connection: Connection): Promise<AccountApi>;
}

export function awsFactories({ extension }: ExtensionContext, clock: Clock): AwsFactories {
  const { version: productVersion } = v.parse(v.object({ version: v.string() }), extension.packageJSON);
  const dependencies = { clock, askMfaCode, productVersion };
  return {
    async metrics(connection) {
      const [{ CloudWatchMetrics: Metrics }, { createMetricsApi }] = await Promise.all([
        import('../../aws/metrics/cloudWatchMetrics.ts'),
        import('../../aws/metrics/createMetricsApi.ts'),
      ]);
      return new Metrics(connection, createMetricsApi(connection, dependencies), clock);
    },
    async account(connection) {
      const { createAccountApi } = await import('../../aws/metrics/accountApi.ts');
      return createAccountApi(connection, dependencies);
    },
  };
}

/** An empty answer is none: signing in fails, and says why. */
async function askMfaCode(serial: string): Promise<string> {
  const code = await window.showInputBox({ title: l10n.t('AWS sign-in'), prompt: l10n.t('The code of the device {0}', serial), ignoreFocusOut: true });
  return code ?? '';
}
