import { l10n } from 'vscode';
import * as v from 'valibot';
import type { ProvisionedConcurrency } from '../../../aws/lambdaApi.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import type { Workbench } from '../../workbench.ts';
import { argument as argumentOf, targetOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askProvisioned } from './askProvisioned.ts';
import { followProvisioning } from './followProvisioning.ts';
import { type QualifiedTarget, qualifiedTarget } from './qualifiedTarget.ts';

/** Passed along with the function; 0 and null take it away. */
const ProvisionedArgument = v.object({ provisioned: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))) });

/** Provisions concurrency for a version or an alias, or takes it away. Done when it is asked for: what starts then is followed with progress. */
export const setProvisionedConcurrency: Command = async (workbench, argument) => {
  const title = l10n.t('Set Provisioned Concurrency');
  const target = await qualifiedTarget(workbench, title, await targetOf(workbench, argument));
  if (target === undefined) return;
  const given = argumentOf(ProvisionedArgument, argument);
  const known = await withProgress(workbench.clock, l10n.t('Reading the provisioned concurrency of {0}', targetName(target)), async (signal) => ({
    provisioned: await (await target.connection.api()).getProvisioned(target.functionName, target.qualifier, signal),
  }));
  if (known === undefined) return;
  const environments = given === undefined ? await askProvisioned(target, known.provisioned) : (given.provisioned ?? 0);
  if (environments === undefined) return;
  await provision(workbench, target, environments, known.provisioned);
};

async function provision(workbench: Workbench, target: QualifiedTarget, environments: number, current: ProvisionedConcurrency | undefined): Promise<void> {
  const removes = environments === 0;
  if (removes && (current === undefined || !(await mayRemove(target, current)))) return;
  const api = await target.connection.api();
  await withProgress(workbench.clock, l10n.t('Setting the provisioned concurrency of {0}', targetName(target)), (signal) =>
    api.setProvisioned(target.functionName, target.qualifier, environments, signal),
  );
  // Cancelled or not: what the service knows now is what is to be shown.
  await workbench.functions.reloadFunction(target);
  if (!removes) followProvisioning(workbench, target);
}

/** What is taken away in AWS takes minutes to come back; on this machine it is a moment's work. */
async function mayRemove(target: QualifiedTarget, { requested }: ProvisionedConcurrency): Promise<boolean> {
  const { live, connection } = target.connection;
  if (live) return true;
  return confirm({
    question: l10n.t('Remove the provisioned concurrency of {0} in {1}?', targetName(target), connection.region),
    detail: l10n.t('Its {0} environments end, and invocations start on demand. To provision them anew takes minutes.', requested),
    action: l10n.t('Remove'),
  });
}
