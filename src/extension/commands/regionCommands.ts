import { env, l10n, window } from 'vscode';
import { CodedError } from '../../common/codedError.ts';
import type { EnvironmentInfo } from '../../protocol/runner.ts';
import { viewIds } from '../contributions.ts';
import { EnvironmentNode } from '../trees/localRunner/environmentNode.ts';
import { pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

export const startLocalRegion: Command = ({ region }) => inView(() => region.start());

export const stopLocalRegion: Command = ({ region }) => inView(() => region.stop());

export const restartLocalRegion: Command = ({ region }) => inView(() => region.restart());

export const showRegionLog: Command = async ({ log }) => log.show(true);

/** For other tools: `--endpoint-url` of the AWS CLI. */
export const copyEndpoint: Command = async ({ region }) => {
  await env.clipboard.writeText(await region.endpoint());
};

/** Ends an environment, once it is idle. */
export const retireEnvironment: Command = async (workbench, argument) => {
  const environment = argument instanceof EnvironmentNode ? argument.environment : await askEnvironment(workbench);
  if (environment !== undefined) await workbench.region.retire(environment.id);
};

async function askEnvironment({ region }: Workbench): Promise<EnvironmentInfo | undefined> {
  const environments = [...region.model.environments.values()];
  if (environments.length === 0) throw new CodedError('NO_ENVIRONMENT', l10n.t('There is no execution environment. One starts with an invocation.'));
  const picked = await pickOne<EnvironmentInfo>({
    title: l10n.t('Retire Environment'),
    canGoBack: false,
    placeholder: l10n.t('Choose an execution environment'),
    items: (add) =>
      add(environments.map((value) => ({ label: value.functionName, description: [value.state, value.pid].join(' · '), detail: value.logStream, value }))),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

async function inView<T>(work: () => Promise<T>): Promise<T> {
  return window.withProgress({ location: { viewId: viewIds.localRunner } }, work);
}
