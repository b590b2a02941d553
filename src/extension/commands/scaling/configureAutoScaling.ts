import { env, l10n } from 'vscode';
import type { ProvisionedScaling, ProvisionedScalingApi } from '../../../aws/autoScaling/provisionedScalingApi.ts';
import { targetName } from '../../invoke/invocationReport.ts';
import { autoScalingText, scheduleText } from '../../trees/functions/scaling/autoScalingText.ts';
import { confirm } from '../../ui/confirm.ts';
import { withProgress } from '../../ui/progress.ts';
import { type Choice, pickOne } from '../../ui/quickPick.ts';
import type { Workbench } from '../../workbench.ts';
import { targetOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { askScaling } from './askScaling.ts';
import { askSchedule } from './askSchedule.ts';
import { type QualifiedTarget, qualifiedTarget } from './qualifiedTarget.ts';
import { applyChange, givenChange, type ScalingChange } from './scalingChange.ts';

/** Scales the provisioned concurrency of a version or an alias by its utilization and by schedules, here as in AWS. */
export const configureAutoScaling: Command = async (workbench, argument) => {
  const target = await qualifiedTarget(workbench, l10n.t('Configure Auto Scaling'), await targetOf(workbench, argument));
  if (target === undefined) return;
  const api = await workbench.autoScaling(target.connection);
  const change = givenChange(argument) ?? (await askChange(workbench, target, api));
  if (change === undefined || !(await mayChange(target, change))) return;
  await withProgress(workbench.clock, l10n.t('Configuring auto scaling of {0}', targetName(target)), (signal) => applyChange(api, target, change, signal));
  // Cancelled or not: what the service knows now is what is to be shown.
  await workbench.functions.reloadFunction(target);
};

async function askChange(workbench: Workbench, target: QualifiedTarget, api: ProvisionedScalingApi): Promise<ScalingChange | undefined> {
  const { functionName, qualifier, connection } = target;
  const known = await withProgress(workbench.clock, l10n.t('Reading the auto scaling of {0}', targetName(target)), async (signal) => {
    const lambda = await connection.api();
    const [scaling, provisioned] = await Promise.all([api.read(functionName, qualifier, signal), lambda.getProvisioned(functionName, qualifier, signal)]);
    return { scaling, provisioned };
  });
  if (known === undefined) return undefined;
  const { scaling, provisioned } = known;
  const chosen = scaling === undefined ? 'limits' : await askWhat(target, scaling);
  if (chosen === undefined || typeof chosen === 'object') return chosen;
  if (chosen === 'schedule') {
    const schedule = scaling && (await askSchedule(target, scaling, workbench.clock));
    return schedule && { type: 'putSchedule', schedule };
  }
  const settings = await askScaling(target, scaling, provisioned);
  return settings && { type: 'set', settings };
}

async function askWhat(target: QualifiedTarget, scaling: ProvisionedScaling): Promise<'limits' | 'schedule' | ScalingChange | undefined> {
  const picked = await pickOne<'limits' | 'schedule' | ScalingChange>({
    title: l10n.t('Auto scaling of {0}', targetName(target)),
    canGoBack: false,
    placeholder: l10n.t('Now: {0}', autoScalingText(scaling, env.language)),
    items: (add) =>
      add([
        { label: `$(edit) ${l10n.t('Change limits and target utilization…')}`, value: 'limits' },
        { label: `$(calendar) ${l10n.t('Add a schedule…')}`, value: 'schedule' },
        ...scaling.schedules.map((schedule): Choice<ScalingChange> => ({
          label: `$(trash) ${l10n.t('Remove the schedule {0}', schedule.name)}`,
          description: scheduleText(schedule),
          value: { type: 'removeSchedule', name: schedule.name },
        })),
        { label: `$(trash) ${l10n.t('Remove auto scaling')}`, value: { type: 'remove' } },
      ]),
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

/** What is lost in AWS is asked for once more; what was typed into this machine's region is soon typed again. */
async function mayChange(target: QualifiedTarget, change: ScalingChange): Promise<boolean> {
  const { live, connection } = target.connection;
  if (live) return true;
  const action = l10n.t('Remove');
  if (change.type === 'remove') {
    const detail = l10n.t('Its policies, alarms and schedules go. What is provisioned now stays provisioned, and billed.');
    return confirm({ question: l10n.t('Remove the auto scaling of {0} in {1}?', targetName(target), connection.region), detail, action });
  }
  if (change.type === 'removeSchedule') {
    const detail = l10n.t('Limits that it has set stay as they are.');
    return confirm({ question: l10n.t('Remove the schedule {0} of {1} in {2}?', change.name, targetName(target), connection.region), detail, action });
  }
  return true;
}
